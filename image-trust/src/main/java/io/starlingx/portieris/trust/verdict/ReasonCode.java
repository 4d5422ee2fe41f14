/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.verdict;

/**
 * Why an image was admitted, refused or left undecided. The names are part of the command line's
 * JSON and of denial messages, so they never change meaning.
 */
public enum ReasonCode {
  /** Every check that the rule asks for has passed. */
  ALLOW,
  /** The trust server holds nothing at all for this repository. */
  NO_TRUST_DATA,
  /** A required signer has not signed this image. */
  NO_SIGNATURE,
  /** The repository is signed, this tag or digest is not. */
  NO_SUCH_TARGET,
  /** Two sources that must name the same content name different content. */
  DIGEST_CONFLICT,
  /** Content differs from the digest that led to it. */
  DIGEST_MISMATCH,
  /** Signed data carries no valid signature. */
  BAD_SIGNATURE,
  /** Signed data carries valid signatures, but too few. */
  THRESHOLD,
  /** A valid signature, made with a key that the rule does not name. */
  UNTRUSTED_KEY,
  /** The signature speaks of another image. */
  IDENTITY_MISMATCH,
  /** The root of trust does not match the configured anchor. */
  ROOT_UNTRUSTED,
  /** A new root is not linked to the trusted one. */
  ROOT_ROTATION,
  /** Signed data or a certificate is past its expiry. */
  EXPIRED,
  /** Signed data or a certificate is not valid yet. */
  NOT_YET_VALID,
  /** A version lower than one already seen. */
  ROLLBACK,
  /** Two different contents under one version. */
  EQUIVOCATION,
  /** Length or hash differ from what signed data states. */
  CHECKSUM,
  /** Data breaks the rules of its format. */
  MALFORMED,
  /** A well-formed request for something this version does not do. */
  UNSUPPORTED,
  /** Data exceeds a fixed limit. */
  TOO_LARGE,
  /** The server refused every credential. */
  UNAUTHORIZED,
  /** The registry does not hold the image. */
  NOT_FOUND,
  /** A server could not be asked in time. */
  UNAVAILABLE,
  /** No rule matches, a rule rejects, or a rule cannot be used. */
  POLICY,
  /** A defect in this program. */
  INTERNAL
}
