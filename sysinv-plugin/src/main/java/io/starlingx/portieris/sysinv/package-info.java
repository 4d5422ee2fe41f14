/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * What sysinv's side of the application needs: bootstrap files in ({@code bootstrap}), Helm values
 * out ({@code overrides}).
 */
@NullMarked
package io.starlingx.portieris.sysinv;

import org.jspecify.annotations.NullMarked;
