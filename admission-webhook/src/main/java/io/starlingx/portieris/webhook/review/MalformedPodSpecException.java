/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.review;

/** A value of a pod spec is not of the kind that the API states; the message names its path. */
final class MalformedPodSpecException extends RuntimeException {
  MalformedPodSpecException(String pointer, String expected) {
    super(pointer + " must be " + expected);
  }
}
