/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
@NullMarked
package io.starlingx.portieris.trust.simplesigning;

import org.jspecify.annotations.NullMarked;
