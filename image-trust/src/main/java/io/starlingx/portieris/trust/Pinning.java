/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust;

/** How far the webhook is with replacing images by their digests when it asks about one. */
public enum Pinning {

  /** Nothing is replaced: whoever names a digest means the digest. */
  NOT_YET,

  /**
   * Images are being replaced. When another webhook changes the object in between, this one is
   * asked again, about digests of its own; a digest may as well be what somebody wrote.
   */
  UNDER_WAY,

  /**
   * Images were replaced. An image by digest may be one that an earlier decision led to: it is the
   * content that counts, no longer the tag that it had.
   */
  OVER
}
