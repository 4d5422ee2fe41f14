/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
/** What is remembered of repositories' trust data, for people and for scripts. */
@NullMarked
package io.starlingx.portieris.cli.state;

import org.jspecify.annotations.NullMarked;
