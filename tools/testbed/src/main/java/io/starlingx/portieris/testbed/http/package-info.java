/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * An HTTPS server of this JVM that misbehaves as told, for faults that real servers do not show.
 */
@NullMarked
package io.starlingx.portieris.testbed.http;

import org.jspecify.annotations.NullMarked;
