/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.notary;

import static java.util.Objects.requireNonNull;

import io.starlingx.portieris.trust.http.Deadline;
import io.starlingx.portieris.trust.http.Peer;
import io.starlingx.portieris.trust.http.RequestContext;
import io.starlingx.portieris.trust.image.ImageReference;
import io.starlingx.portieris.trust.image.ParsedImage;
import io.starlingx.portieris.trust.registry.AuthenticatedReader;
import io.starlingx.portieris.trust.registry.Credentials;
import io.starlingx.portieris.trust.tuf.FloorKey;
import io.starlingx.portieris.trust.tuf.RepositoryLocation;
import io.starlingx.portieris.trust.tuf.RoleSelection;
import io.starlingx.portieris.trust.tuf.TrustObserver;
import io.starlingx.portieris.trust.tuf.TrustedRepository;
import io.starlingx.portieris.trust.tuf.TufClient;
import io.starlingx.portieris.trust.tuf.TufSettings;
import io.starlingx.portieris.trust.tuf.UpdateRequest;
import io.starlingx.portieris.trust.tuf.UpdateResult;
import io.starlingx.portieris.trust.tuf.VersionFloor;
import io.starlingx.portieris.trust.verdict.CacheUse;
import io.starlingx.portieris.trust.verdict.ReasonCode;
import io.starlingx.portieris.trust.verdict.Verdict;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Verifies Docker Content Trust against Notary v1 servers: trust data are brought up to date, then
 * the tag or digest is looked up by Docker's release rule and the rule's signers are held to it.
 */
public final class NotaryVerifier implements TrustVerifier {

  private static final Logger LOG = LoggerFactory.getLogger(NotaryVerifier.class);

  private final TufClient client;
  private final TrustObserver observer;
  private final InstantSource clock;

  /**
   * A verifier for the life of the program.
   *
   * @param floors what was seen, across restarts
   * @param executor asks for several files at the same time; not closed here
   * @param clock the wall clock that expiry is judged by
   */
  public NotaryVerifier(
      AuthenticatedReader reader,
      VersionFloor floors,
      TrustObserver observer,
      TufSettings settings,
      ExecutorService executor,
      InstantSource clock) {
    this.client = new TufClient(reader, floors, observer, settings, executor, clock);
    this.observer = requireNonNull(observer, "observer");
    this.clock = requireNonNull(clock, "clock");
  }

  /** How trust data are cached. */
  public List<CacheUse> caches() {
    return client.caches();
  }

  @Override
  public TrustAnswer verify(TrustRequest request, RequestContext caller) {
    RequestContext context = caller.asking(Peer.TRUST_SERVER);
    if (!isName(request.gun())) {
      return TrustAnswer.current(
          new Verdict.Rejected(
              ReasonCode.MALFORMED, "invalid repository name\nit cannot be asked for"));
    }
    try {
      TrustAnswer answer = answer(request, SignedRoles.neededFor(request.signers()), context);
      return anotherRoleMayKnow(answer.verdict().code(), request.image())
          ? answer(request, RoleSelection.everything(), context)
          : answer;
    } catch (RuntimeException e) {
      LOG.error("Verifying {} failed", request.gun(), e);
      return TrustAnswer.current(
          new Verdict.Unavailable(ReasonCode.INTERNAL, "see the log of this program"));
    }
  }

  /** Another delegation may release the tag, or the same content under another name. */
  private static boolean anotherRoleMayKnow(ReasonCode code, ImageReference image) {
    return switch (code) {
      case NO_SUCH_TARGET -> true;
      case NO_SIGNATURE, UNTRUSTED_KEY, DIGEST_CONFLICT, POLICY -> image.tag().isEmpty();
      default -> false;
    };
  }

  private static boolean isName(String gun) {
    return ImageReference.parse(gun) instanceof ParsedImage.Valid(ImageReference image)
        && image.name().equals(gun);
  }

  /** Asks the servers in order; the next one only when one could not be asked. */
  private TrustAnswer answer(TrustRequest request, RoleSelection roles, RequestContext context) {
    List<UpdateRequest> asked = new ArrayList<>();
    List<Verdict.Unavailable> failures = new ArrayList<>();
    for (TrustServer server : request.servers()) {
      int left = request.servers().size() - failures.size();
      UpdateRequest update = update(request, server, roles);
      switch (client.update(update, share(context, left))) {
        case UpdateResult.Updated(TrustedRepository repository, Instant asOf) -> {
          return answer(repository, asOf, request, List.of());
        }
        case UpdateResult.Stopped(Verdict.Unavailable failure) -> failures.add(failure);
        case UpdateResult.Stopped(Verdict verdict) -> {
          return TrustAnswer.current(verdict);
        }
      }
      asked.add(update);
    }
    return stale(asked, failures)
        .map(last -> staleAnswer(last, request, failures.getFirst()))
        .orElseGet(() -> TrustAnswer.current(failures.getFirst()));
  }

  /**
   * The newest that was verified before, unless a server says that there is nothing any more. Where
   * every delegation was read, that may be newer than the part that is asked for now.
   */
  private Optional<UpdateResult.Updated> stale(
      List<UpdateRequest> asked, List<Verdict.Unavailable> failures) {
    boolean isGone =
        failures.stream().anyMatch(f -> f.status().orElse(0) == HttpURLConnection.HTTP_NOT_FOUND);
    return isGone
        ? Optional.empty()
        : asked.stream()
            .flatMap(update -> Stream.of(update, update.withRoles(RoleSelection.everything())))
            .flatMap(update -> client.stale(update).stream())
            .max(Comparator.comparing(UpdateResult.Updated::asOf));
  }

  private TrustAnswer staleAnswer(
      UpdateResult.Updated last, TrustRequest request, Verdict.Unavailable outage) {
    observer.stale(request.gun());
    String since = last.asOf().truncatedTo(ChronoUnit.SECONDS).toString();
    String warning =
        "signatures of %s are those of %s: %s".formatted(request.gun(), since, outage.message());
    LOG.warn("{}", warning);
    return answer(last.repository(), last.asOf(), request, List.of(warning));
  }

  private TrustAnswer answer(
      TrustedRepository repository, Instant asOf, TrustRequest request, List<String> warnings) {
    Instant now = clock.instant();
    Verdict verdict = new TagDecision(repository, now).decide(request);
    Duration age = Duration.between(asOf, now);
    observer.reliedUpon(request.gun(), age, repository.allExpire());
    return new TrustAnswer(verdict, age, warnings);
  }

  /** A server that does not answer leaves the others their part of the time. */
  private static RequestContext share(RequestContext context, int serversLeft) {
    Deadline whole = context.deadline();
    Duration share = whole.remaining().dividedBy(serversLeft);
    return context.withDeadline(Deadline.after(share, whole.ticker()));
  }

  private static UpdateRequest update(
      TrustRequest request, TrustServer server, RoleSelection roles) {
    boolean secure = "https".equalsIgnoreCase(server.url().getScheme());
    List<String> servers = request.servers().stream().map(TrustServer::name).toList();
    return new UpdateRequest(
        new RepositoryLocation(
            server.url(),
            request.gun(),
            secure ? request.credentials() : List.<Credentials>of(),
            server.authorities(),
            server.source()),
        request.anchor(),
        FloorKey.of(request.anchor(), servers, request.gun(), request.policyNamespace()),
        roles,
        !request.signers().isEmpty(),
        request.dryRun());
  }
}
