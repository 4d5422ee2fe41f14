/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.tuf;

import io.starlingx.portieris.trust.http.Deadline;
import io.starlingx.portieris.trust.http.RequestContext;
import io.starlingx.portieris.trust.http.TargetSource;
import io.starlingx.portieris.trust.policy.RootAnchor;
import io.starlingx.portieris.trust.registry.AuthenticatedReader;
import io.starlingx.portieris.trust.registry.Credentials;
import io.starlingx.portieris.trust.verdict.ReasonCode;
import io.starlingx.portieris.trust.verdict.Verdict;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;

/** What tests of the client share: one repository, a clock that can be set, short questions. */
final class TufFixture {

  static final String GUN = "registry.test/team/app";
  static final RepositoryLocation LOCATION =
      new RepositoryLocation(
          URI.create("https://notary.test"),
          GUN,
          List.of(new Credentials.Anonymous()),
          List.of(),
          TargetSource.CONFIGURED);
  static final FloorKey KEY = key(new RootAnchor.FirstUse());

  private Instant now = Instant.parse("2026-11-23T00:00:00Z");
  private final TufClient client;

  TufFixture(AuthenticatedReader reader, VersionFloor floor) {
    this(reader, floor, TufSettings.alwaysAsk());
  }

  TufFixture(AuthenticatedReader reader, VersionFloor floor, TufSettings settings) {
    this(reader, floor, TrustObserver.none(), settings);
  }

  TufFixture(
      AuthenticatedReader reader,
      VersionFloor floor,
      TrustObserver observer,
      TufSettings settings) {
    this.client =
        new TufClient(
            reader,
            floor,
            observer,
            settings,
            Executors.newVirtualThreadPerTaskExecutor(),
            () -> now);
  }

  static UpdateRequest request(RepositoryLocation location, RootAnchor anchor) {
    return new UpdateRequest(
        location, anchor, key(anchor), RoleSelection.everything(), false, false);
  }

  /** The same repository, asked for with the password of {@code user}. */
  static RepositoryLocation locationOf(String user) {
    return new RepositoryLocation(
        LOCATION.server(),
        GUN,
        List.of(new Credentials.Basic(user, "secret")),
        LOCATION.authorities(),
        LOCATION.source());
  }

  Optional<UpdateResult.Updated> stale() {
    return stale(LOCATION);
  }

  Optional<UpdateResult.Updated> stale(RepositoryLocation location) {
    return client.stale(request(location, new RootAnchor.FirstUse()));
  }

  static FloorKey key(RootAnchor anchor) {
    return FloorKey.of(anchor, List.of("https://notary.test"), GUN, "");
  }

  void passes(Duration time) {
    now = now.plus(time);
  }

  void isNow(String instant) {
    now = Instant.parse(instant);
  }

  UpdateResult update() {
    return update(new RootAnchor.FirstUse());
  }

  UpdateResult update(RootAnchor anchor) {
    return update(request(LOCATION, anchor));
  }

  UpdateResult update(RepositoryLocation location) {
    return update(request(location, new RootAnchor.FirstUse()));
  }

  UpdateResult update(UpdateRequest request) {
    return client.update(request, context());
  }

  UpdateResult update(RequestContext context) {
    return client.update(request(LOCATION, new RootAnchor.FirstUse()), context);
  }

  /** The code of what stops an update, ALLOW when nothing does. */
  ReasonCode code() {
    return code(new RootAnchor.FirstUse());
  }

  ReasonCode code(RootAnchor anchor) {
    return code(update(anchor));
  }

  static ReasonCode code(UpdateResult result) {
    return switch (result) {
      case UpdateResult.Updated updated -> ReasonCode.ALLOW;
      case UpdateResult.Stopped(Verdict verdict) -> verdict.code();
    };
  }

  private static RequestContext context() {
    return RequestContext.unrecorded(Deadline.after(Duration.ofMinutes(1)));
  }
}
