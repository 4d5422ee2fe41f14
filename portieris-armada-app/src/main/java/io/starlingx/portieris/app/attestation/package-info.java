/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
/** What is in a result and where it came from, in files beside it. */
@NullMarked
package io.starlingx.portieris.app.attestation;

import org.jspecify.annotations.NullMarked;
