/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
/** Values that operators set over those of an application. */
@NullMarked
package io.starlingx.portieris.framework.override;

import org.jspecify.annotations.NullMarked;
