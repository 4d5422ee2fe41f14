/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
/** What an application is made of, as far as it can be read. */
@NullMarked
package io.starlingx.portieris.app.inspect;

import org.jspecify.annotations.NullMarked;
