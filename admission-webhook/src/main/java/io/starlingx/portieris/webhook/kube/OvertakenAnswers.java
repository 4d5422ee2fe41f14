/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.kube;

import static java.util.Objects.requireNonNull;

import io.starlingx.portieris.trust.tuf.Floor;
import io.starlingx.portieris.trust.tuf.FloorKey;
import io.starlingx.portieris.trust.tuf.TrustObserver;
import io.starlingx.portieris.trust.tuf.VersionFloor;
import io.starlingx.portieris.trust.verdict.ReasonCode;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds answers that were ahead of their entries against what others had stored by then.
 *
 * @param observer hears when an answer has relied on what would have been refused a moment later
 */
record OvertakenAnswers(VersionFloor store, TrustObserver observer) {

  private static final Logger LOG = LoggerFactory.getLogger(OvertakenAnswers.class);

  OvertakenAnswers {
    requireNonNull(store, "store");
    requireNonNull(observer, "observer");
  }

  /**
   * What is to be stored in place of another's.
   *
   * @param both what either of the two has seen
   */
  record Union(Floor theirs, Floor both) {}

  /** Compares what an answer rested on; empty when nothing is to be stored of it. */
  Optional<Union> compare(FloorKey key, Floor next) {
    switch (store.read(key)) {
      case VersionFloor.Reading.Known(Floor theirs) when isOfAnotherRoot(key, next, theirs) ->
          tell(ReasonCode.ROOT_UNTRUSTED, key, next, theirs);
      case VersionFloor.Reading.Known(Floor theirs) when next.contradicts(theirs) ->
          tell(ReasonCode.EQUIVOCATION, key, next, theirs);
      case VersionFloor.Reading.Known(Floor theirs) when !next.isAtLeast(theirs) ->
          tell(ReasonCode.ROLLBACK, key, next, theirs);
      case VersionFloor.Reading.Known(Floor theirs) when next.hasRootOf(theirs) -> {
        Floor both = next.withDelegationsOf(theirs);
        return both.equals(theirs) ? Optional.empty() : Optional.of(new Union(theirs, both));
      }
      // Whether one pinned root leads to the other is for an update to say.
      case VersionFloor.Reading.Known theirs -> tellOfNothingStored(key);
      case VersionFloor.Reading.Failed(String message) -> {
        LOG.error("{}", message);
        tellOfNothingStored(key);
      }
      case VersionFloor.Reading.Lost(String message) when key instanceof FloorKey.FirstUse -> {
        LOG.error("{}: an image was decided by a root that was trusted anew", message);
        observer.alarm(ReasonCode.ROOT_UNTRUSTED, key.gun());
      }
      case VersionFloor.Reading.Lost lost -> tellOfNothingStored(key);
      case VersionFloor.Reading.Unknown unknown -> tellOfNothingStored(key); // it was reset
    }
    return Optional.empty();
  }

  /** Nothing says that both are one publisher's. */
  private static boolean isOfAnotherRoot(FloorKey key, Floor next, Floor theirs) {
    return key instanceof FloorKey.FirstUse && !next.hasRootOf(theirs);
  }

  private void tell(ReasonCode code, FloorKey key, Floor next, Floor theirs) {
    LOG.error(
        "{} for {}: an image was decided by {} at the moment in which another replica accepted {}",
        code,
        key.gun(),
        next,
        theirs);
    observer.alarm(code, key.gun());
  }

  static void tellOfNothingStored(FloorKey key) {
    LOG.warn("an image of {} was decided, but what was seen of it is not remembered", key.gun());
  }
}
