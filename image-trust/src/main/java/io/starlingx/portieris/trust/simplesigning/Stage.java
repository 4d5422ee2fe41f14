/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.simplesigning;

/** How far a signature got before it was refused; the order is that of the checks. */
enum Stage {
  FORM,
  KEY,
  SIGNATURE,
  VALIDITY,
  PAYLOAD,
  IDENTITY,
  DIGEST
}
