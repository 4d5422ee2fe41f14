/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
/** What sysinv makes of the image references in an application's values. */
@NullMarked
package io.starlingx.portieris.app.mirror;

import org.jspecify.annotations.NullMarked;
