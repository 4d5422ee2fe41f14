/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.tuf;

import static java.util.Objects.requireNonNull;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.starlingx.portieris.trust.http.RequestContext;
import io.starlingx.portieris.trust.http.RequestRecord;
import io.starlingx.portieris.trust.policy.RootAnchor;
import io.starlingx.portieris.trust.registry.AuthenticatedReader;
import io.starlingx.portieris.trust.verdict.CacheUse;
import io.starlingx.portieris.trust.verdict.ReasonCode;
import io.starlingx.portieris.trust.verdict.Verdict;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings trust data of repositories up to date and verifies them: the client side of Notary v1,
 * with protection against rollback, freeze and mix-and-match that outlives the process. Keeps files
 * named by their hash in memory, at most {@value #MAX_FILE_BYTES} bytes, and the last results. Safe
 * for use by any number of threads.
 *
 * @see <a href="https://theupdateframework.github.io/specification/">The Update Framework</a>
 */
public final class TufClient {

  static final int MAX_FILE_BYTES = 4 * 1024 * 1024;

  /** Of what a file is kept by. */
  private static final int BYTES_PER_FILE = 512;

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
  private final TrustObserver observer;
  private final ExecutorService executor;
  private final InstantSource clock;
  private final RecentUpdates recent;
  private final AnsweringServers servers = new AnsweringServers();
  private final AtomicBoolean isPrepared = new AtomicBoolean();
  private final Cache<MetadataReader.FileKey, MetadataReader.KeptFile> files =
      Caffeine.newBuilder()
          .executor(Runnable::run) // so little work that waking a thread for it costs more
          .maximumWeight(MAX_FILE_BYTES)
          .recordStats()
          .weigher(
              (MetadataReader.FileKey key, MetadataReader.KeptFile file) ->
                  BYTES_PER_FILE + file.content().length)
          .build();

  /**
   * A client for the life of the program.
   *
   * @param executor asks for several files at the same time; not closed here
   */
  public TufClient(
      AuthenticatedReader reader,
      VersionFloor floors,
      TrustObserver observer,
      TufSettings settings,
      ExecutorService executor,
      InstantSource clock) {
    this.reader = requireNonNull(reader, "reader");
    this.floors = requireNonNull(floors, "floors");
    this.observer = requireNonNull(observer, "observer");
    this.executor = requireNonNull(executor, "executor");
    this.clock = requireNonNull(clock, "clock");
    this.recent = new RecentUpdates(settings);
  }

  /** How what was fetched and verified before is used. */
  public List<CacheUse> caches() {
    return List.of(CacheUse.of("trust_files", files), recent.use("trust_data"));
  }

  /**
   * The repository's trust data as of now, or as of a moment within freshness. Never throws on
   * anything that a server sends; returns by the context's deadline.
   */
  public UpdateResult update(UpdateRequest request, RequestContext context) {
    Instant now = clock.instant();
    Optional<RecentUpdates.Recent> fresh = recent.fresh(request, now);
    if (fresh.isPresent()) {
      String url = request.location().file(Role.TIMESTAMP).toString();
      context.recorder().accept(RequestRecord.cached(context.peer(), url));
      return fresh.get().updated();
    }
    Optional<Verdict.Unavailable> outage = recent.outage(request, now);
    if (outage.isPresent()) {
      return new UpdateResult.Stopped(outage.get());
    }
    try {
      Update.Verified verified = verified(request, context);
      recent.confirmed(request, verified, now);
      servers.answered(request.location());
      return new UpdateResult.Updated(verified.repository(), now);
    } catch (TufException e) {
      stopped(request, e);
      return new UpdateResult.Stopped(e.verdict());
    }
  }

  /**
   * What {@link #update} has last verified, while the server cannot be asked: within the grace, not
   * past any expiry, and only if nobody has seen anything newer since.
   */
  public Optional<UpdateResult.Updated> stale(UpdateRequest request) {
    return recent
        .stale(request, clock.instant())
        .filter(last -> isNewest(request, last.verified().floor()))
        .map(RecentUpdates.Recent::updated);
  }

  private boolean isNewest(UpdateRequest request, Floor floor) {
    return switch (floors.read(request.key())) {
      case VersionFloor.Reading.Known(Floor known) -> known.equals(floor);
      case VersionFloor.Reading.Unknown() -> request.dryRun();
      case VersionFloor.Reading.Lost lost -> false;
      case VersionFloor.Reading.Failed failed -> false;
    };
  }

  private void stopped(UpdateRequest request, TufException e) {
    RepositoryLocation location = request.location();
    if (e.isNoAnswer()) {
      servers.notAnswered(location);
    }
    if (e.verdict() instanceof Verdict.Unavailable outage && !e.isAbsence()) {
      recent.notAnswered(request, outage, clock.instant());
    } else {
      recent.forget(request);
    }
    boolean isGone =
        e.isAbsence() && floors.read(request.key()) instanceof VersionFloor.Reading.Known;
    if (isGone || ALARMING.contains(e.code())) {
      ReasonCode code = isGone ? ReasonCode.NO_TRUST_DATA : e.code();
      LOG.warn("{} for {} from {}: {}", code, location.gun(), location.server(), e.text());
      observer.alarm(code, location.gun());
    }
  }

  private Update.Verified verified(UpdateRequest request, RequestContext context)
      throws TufException {
    if (!isPrepared.getAndSet(true)) {
      executor.execute(TufClient::prepare); // while the first files are under way
    }
    Optional<Update.Verified> previous = recent.find(request).map(RecentUpdates.Recent::verified);
    for (int i = 0; i < MAX_ATTEMPTS; i++) {
      Attempt attempt = attempt(request, previous, context);
      if (request.dryRun()
          || attempt.floor().equals(Optional.of(attempt.verified().floor()))
          || raised(request, attempt.floor(), attempt.verified())) {
        return attempt.verified();
      }
    }
    throw TufException.unavailable(
        "trust state of " + request.location().gun() + " is being changed by others",
        OptionalInt.empty());
  }

  private static void prepare() {
    String failure = P256.prepare();
    if (!failure.isEmpty()) {
      LOG.info("signatures are verified without native code, which takes longer: {}", failure);
    }
  }

  /**
   * What was verified, and against what.
   *
   * @param floor what was remembered before
   */
  private record Attempt(Optional<Floor> floor, Update.Verified verified) {}

  private Attempt attempt(
      UpdateRequest request, Optional<Update.Verified> previous, RequestContext context)
      throws TufException {
    RepositoryLocation location = request.location();
    RootVerifier verifier = new RootVerifier(request.anchor(), location.gun(), clock.instant());
    MetadataFetch fetch = new MetadataFetch(reader, location, context);
    try (MetadataReader metadata = new MetadataReader(fetch, servers, files, executor);
        SignatureChecks checks = new SignatureChecks(executor)) {
      Optional<Floor> floor = floor(request, previous.isPresent(), metadata);
      Update update = new Update(metadata, checks, verifier, request.roles(), floor, previous);
      return new Attempt(floor, update.run());
    }
  }

  /** What is remembered; while that is looked up, the server is asked unless it never may be. */
  private Optional<Floor> floor(UpdateRequest request, boolean isRecent, MetadataReader metadata)
      throws TufException {
    if (!(request.anchor() instanceof RootAnchor.Nothing)) {
      metadata.expectTimestamp();
      if (!isRecent) {
        metadata.expectCurrent(request.roles().named());
      }
    }
    boolean mayStore = !request.dryRun() && !(request.anchor() instanceof RootAnchor.Nothing);
    FloorKey key = request.key();
    VersionFloor memory = memory(request);
    return floor(key, request.anchor(), mayStore ? memory.readToRaise(key) : memory.read(key));
  }

  private VersionFloor memory(UpdateRequest request) {
    return request.knownSigners() ? floors.forKnownSigners() : floors;
  }

  private static Optional<Floor> floor(
      FloorKey key, RootAnchor anchor, VersionFloor.Reading reading) throws TufException {
    return switch (reading) {
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
    if (key instanceof FloorKey.FirstUse) {
      throw AnchorRule.untrusted(
          message
              + "\npin its root, or forget the repository: portieris trust-state reset "
              + key.gun());
    }
    LOG.error("{}: rollback protection of this repository starts again from its pin", message);
    return Optional.empty();
  }

  private boolean raised(UpdateRequest request, Optional<Floor> seen, Update.Verified verified)
      throws TufException {
    FloorKey key = request.key();
    if (FloorFile.isTooLarge(verified.floor().root())) {
      throw new TufException(
          ReasonCode.TOO_LARGE,
          "the root is longer than " + FloorFile.MAX_ROOT_BYTES + " bytes, compressed");
    }
    String server = request.location().server().getRawAuthority();
    Runnable stored =
        seen.isEmpty() && key instanceof FloorKey.FirstUse firstUse
            ? () -> observer.firstUse(firstUse, server, verified.rootKeys())
            : () -> {};
    return switch (memory(request).raise(key, seen, verified.floor(), stored)) {
      case RAISED -> true;
      case CHANGED -> false;
      case FAILED ->
          throw TufException.unavailable(
              "trust state of " + key.gun() + " cannot be stored", OptionalInt.empty());
    };
  }
}
