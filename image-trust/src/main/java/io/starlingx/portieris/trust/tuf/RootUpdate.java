/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.tuf;

import io.starlingx.portieris.trust.verdict.ReasonCode;
import java.util.OptionalInt;

/** Follows the chain of roots from the trusted one to the newest. */
record RootUpdate(MetadataReader files, RootVerifier verifier) {

  static final long MAX_STEPS = 64;

  /**
   * The newest root that {@code trusted} leads to, itself if there is none newer. Whether it counts
   * today is for the caller to verify.
   *
   * @throws TufException ROLLBACK, EQUIVOCATION, ROOT_ROTATION, or what is wrong with a root itself
   */
  RootMetadata from(RootMetadata trusted) throws TufException {
    long from = trusted.header().version();
    // 5.3.3 Ask for the newest root. Its version is not verified yet, so the walk has a limit.
    RootMetadata newest = RootMetadata.parse(files.root().orElseThrow(RootUpdate::absent));
    long to = newest.header().version();
    if (to < from) {
      throw new TufException(
          ReasonCode.ROLLBACK,
          "version " + to + " is lower than current version " + from + "\nof root");
    }
    if (to == from) {
      return same(trusted, newest);
    }
    if (to - from > MAX_STEPS) {
      throw RootVerifier.notRotated(
          "version " + to + " is more than " + MAX_STEPS + " after version " + from);
    }
    // 5.3.4, 5.3.5, 5.3.9 Each root, of exactly the next version, is signed by the keys of the one
    // before and by its own; only the last must be current, which is judged once it is in use.
    RootMetadata current = trusted;
    for (long version = from + 1; version <= to; version++) {
      RootMetadata next = version == to ? newest : step(version);
      verifier.verifyLink(current, next);
      verifier.verifyStep(next);
      current = next;
    }
    return current;
  }

  private RootMetadata step(long version) throws TufException {
    byte[] file =
        files
            .root(version)
            .orElseThrow(
                () -> RootVerifier.notRotated("the server has no root of version " + version));
    RootMetadata root = RootMetadata.parse(file);
    if (root.header().version() != version) {
      throw RootVerifier.notRotated(
          "version " + root.header().version() + " is served as version " + version);
    }
    return root;
  }

  private RootMetadata same(RootMetadata trusted, RootMetadata newest) throws TufException {
    verifier.verifyLink(trusted, newest);
    if (trusted.file().content().equals(newest.file().content())) {
      return newest; // the same, perhaps signed anew
    }
    throw new TufException(
        ReasonCode.EQUIVOCATION,
        "version " + newest.header().version() + " of root was seen with other content");
  }

  private static TufException absent() {
    return TufException.unavailable("the trust server has no root any more", OptionalInt.of(404));
  }
}
