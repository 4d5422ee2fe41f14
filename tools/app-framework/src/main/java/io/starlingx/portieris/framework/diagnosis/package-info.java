/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
/** Why an operation has failed: what is wrong on the cluster with the objects of its releases. */
@NullMarked
package io.starlingx.portieris.framework.diagnosis;

import org.jspecify.annotations.NullMarked;
