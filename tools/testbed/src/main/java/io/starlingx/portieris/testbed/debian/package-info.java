/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
/** Programs of Debian packages, without installing the packages. */
@NullMarked
package io.starlingx.portieris.testbed.debian;

import org.jspecify.annotations.NullMarked;
