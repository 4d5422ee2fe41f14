/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
/** What an application holds, read without trust in who made it. */
@NullMarked
package io.starlingx.portieris.app.content;

import org.jspecify.annotations.NullMarked;
