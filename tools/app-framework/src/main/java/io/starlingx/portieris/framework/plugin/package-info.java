/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
/** The Python of applications: chart plugins and lifecycle operators, in a process of their own. */
@NullMarked
package io.starlingx.portieris.framework.plugin;

import org.jspecify.annotations.NullMarked;
