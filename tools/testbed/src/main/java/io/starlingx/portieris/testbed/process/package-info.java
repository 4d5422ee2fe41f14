/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * Programs that run beside this JVM: servers that end with it, and commands that are waited for.
 */
@NullMarked
package io.starlingx.portieris.testbed.process;

import org.jspecify.annotations.NullMarked;
