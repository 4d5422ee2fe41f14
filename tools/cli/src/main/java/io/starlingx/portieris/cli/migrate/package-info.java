/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
/** What {@code migrate} reads beside the cluster, and how it tells what it found. */
@NullMarked
package io.starlingx.portieris.cli.migrate;

import org.jspecify.annotations.NullMarked;
