/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
/** The cluster that applications are installed on. */
@NullMarked
package io.starlingx.portieris.framework.cluster;

import org.jspecify.annotations.NullMarked;
