/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
/** Tables and other forms in which results are shown, as the stock client shows them. */
@NullMarked
package io.starlingx.portieris.framework.view;

import org.jspecify.annotations.NullMarked;
