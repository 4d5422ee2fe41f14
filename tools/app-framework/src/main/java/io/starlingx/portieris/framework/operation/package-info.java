/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
/** Upload, apply, remove and delete: one class per step of an application's life. */
@NullMarked
package io.starlingx.portieris.framework.operation;

import org.jspecify.annotations.NullMarked;
