/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
/** What is known of applications, kept in SQLite so that several processes share it. */
@NullMarked
package io.starlingx.portieris.framework.store;

import org.jspecify.annotations.NullMarked;
