/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.tuf;

/** Bytes are not the JSON that {@link StrictJson} or {@link CanonicalJson} accepts. */
public final class MalformedJsonException extends Exception {
  MalformedJsonException(String message) {
    super(message);
  }
}
