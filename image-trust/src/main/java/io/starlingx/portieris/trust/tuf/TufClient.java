/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.tuf;

import static java.util.Objects.requireNonNull;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.starlingx.portieris.trust.http.RequestContext;
import io.starlingx.portieris.trust.http.RequestRecord;
import io.starlingx.portieris.trust.image.Digest;
import io.starlingx.portieris.trust.policy.RootAnchor;
import io.starlingx.portieris.trust.registry.AuthenticatedReader;
import io.starlingx.portieris.trust.verdict.ReasonCode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings trust data of repositories up to date and verifies them: the client side of Notary v1,
 * with protection against rollback, freeze and mix-and-match that outlives the process. Keeps files
 * named by their hash in memory, at most {@value #MAX_FILE_BYTES} bytes, and the last result of at
 * most {@value #MAX_REPOSITORIES} repositories. Safe for use by any number of threads.
 *
 * @see <a href="https://theupdateframework.github.io/specification/">The Update Framework</a>
 */
public final class TufClient {

  static final int MAX_FILE_BYTES = 32 * 1024 * 1024;
  static final int MAX_REPOSITORIES = 1000;

  private static final Logger LOG = LoggerFactory.getLogger(TufClient.class);
  private static final int MAX_ATTEMPTS = 3;
  private static final Set<ReasonCode> ALARMING =
      EnumSet.of(
          ReasonCode.ROLLBACK,
          ReasonCode.EQUIVOCATION,
          ReasonCode.ROOT_ROTATION,
          ReasonCode.ROOT_UNTRUSTED,
          ReasonCode.CHECKSUM,
          ReasonCode.BAD_SIGNATURE);

  private final AuthenticatedReader reader;
  private final VersionFloor floors;
  private final InstantSource clock;
  private final Duration freshness;
  private final Cache<Digest, byte[]> files =
      Caffeine.newBuilder()
          .maximumWeight(MAX_FILE_BYTES)
          .weigher((Digest digest, byte[] file) -> file.length)
          .build();
  private final Cache<Question, Recent> recent =
      Caffeine.newBuilder().maximumSize(MAX_REPOSITORIES).build();

  /** Who asks matters: what one may read, another need not. */
  private record Question(RepositoryLocation location, FloorKey key) {}

  private record Recent(Update.Verified verified, Instant fetchedAt) {}

  /**
   * A client for the life of the program.
   *
   * @param freshness how long a timestamp is used before it is fetched again; widens the window for
   *     holding back news by as much
   */
  public TufClient(
      AuthenticatedReader reader, VersionFloor floors, InstantSource clock, Duration freshness) {
    this.reader = requireNonNull(reader, "reader");
    this.floors = requireNonNull(floors, "floors");
    this.clock = requireNonNull(clock, "clock");
    this.freshness = requireNonNull(freshness, "freshness");
  }

  /**
   * The repository's trust data as of now. Never throws on anything that a server sends; returns by
   * the context's deadline.
   *
   * @param key under which what is seen is remembered; must differ for different anchors
   */
  public UpdateResult update(
      RepositoryLocation location, RootAnchor anchor, FloorKey key, RequestContext context) {
    Question question = new Question(location, key);
    Optional<Recent> last = Optional.ofNullable(recent.getIfPresent(question));
    Instant now = clock.instant();
    if (last.isPresent() && isFresh(last.get(), now)) {
      String url = location.file(Role.TIMESTAMP).toString();
      context
          .recorder()
          .accept(new RequestRecord("GET", url, OptionalInt.empty(), Duration.ZERO, true));
      return new UpdateResult.Updated(last.get().verified().repository());
    }
    try {
      Update.Verified verified =
          verified(location, anchor, key, last.map(Recent::verified), context);
      recent.put(question, new Recent(verified, now));
      return new UpdateResult.Updated(verified.repository());
    } catch (TufException e) {
      recent.invalidate(question);
      if (ALARMING.contains(e.code())) {
        LOG.warn("{} for {} from {}: {}", e.code(), location.gun(), location.server(), e.text());
      }
      return new UpdateResult.Stopped(e.verdict());
    }
  }

  private boolean isFresh(Recent last, Instant now) {
    return !now.isBefore(last.fetchedAt())
        && now.isBefore(last.fetchedAt().plus(freshness))
        && now.isBefore(last.verified().repository().allExpire());
  }

  private Update.Verified verified(
      RepositoryLocation location,
      RootAnchor anchor,
      FloorKey key,
      Optional<Update.Verified> last,
      RequestContext context)
      throws TufException {
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      Optional<Floor> floor = floor(key, anchor);
      MetadataReader metadata = new MetadataReader(reader, location, files, context);
      RootVerifier verifier = new RootVerifier(anchor, location.gun(), clock.instant());
      Update.Verified verified = new Update(metadata, verifier, floor, last).run();
      if (floor.equals(Optional.of(verified.floor())) || raised(key, floor, verified.floor())) {
        return verified;
      }
    }
    throw TufException.unavailable(
        "trust state of " + location.gun() + " is being changed by others", OptionalInt.empty());
  }

  private Optional<Floor> floor(FloorKey key, RootAnchor anchor) throws TufException {
    return switch (floors.read(key)) {
      case VersionFloor.Reading.Known(Floor floor) -> Optional.of(floor);
      case VersionFloor.Reading.Unknown() when anchor instanceof RootAnchor.Nothing ->
          throw AnchorRule.untrusted(
              "no root of trust is pinned for " + key.gun() + ", and first use is not allowed");
      case VersionFloor.Reading.Unknown() -> Optional.empty();
      case VersionFloor.Reading.Lost(String message) -> lost(key, message);
      case VersionFloor.Reading.Failed(String message) ->
          throw TufException.unavailable(message, OptionalInt.empty());
    };
  }

  /** A pinned repository can start again from its anchor; any other would be first use again. */
  private static Optional<Floor> lost(FloorKey key, String message) throws TufException {
    LOG.error("{}: rollback protection of this repository starts again", message);
    if (key instanceof FloorKey.FirstUse) {
      throw AnchorRule.untrusted(message + "\npin its root, or reset its trust state");
    }
    return Optional.empty();
  }

  private boolean raised(FloorKey key, Optional<Floor> seen, Floor next) throws TufException {
    if (FloorFile.gzip(next.root()).length > FloorFile.MAX_ROOT_BYTES) {
      throw new TufException(
          ReasonCode.TOO_LARGE,
          "the root is longer than " + FloorFile.MAX_ROOT_BYTES + " bytes, compressed");
    }
    return switch (floors.raise(key, seen, next)) {
      case RAISED -> {
        if (seen.isEmpty() && key instanceof FloorKey.FirstUse) {
          LOG.warn("First use of {}: its root is trusted from now on", key.gun());
        }
        yield true;
      }
      case CHANGED -> false;
      case FAILED ->
          throw TufException.unavailable(
              "trust state of " + key.gun() + " cannot be stored", OptionalInt.empty());
    };
  }
}
