/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * The contract of override plugins. Whoever implements {@link
 * io.starlingx.portieris.sysinv.plugin.ChartPlugin} and names it as a service provider has its
 * overrides in the application's wheel, in {@code system} commands and in {@code overrides}.
 */
@NullMarked
package io.starlingx.portieris.sysinv.plugin;

import org.jspecify.annotations.NullMarked;
