/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.notary;

import static java.util.Objects.requireNonNull;

import io.starlingx.portieris.trust.http.Deadline;
import io.starlingx.portieris.trust.http.RequestContext;
import io.starlingx.portieris.trust.image.ImageReference;
import io.starlingx.portieris.trust.image.ParsedImage;
import io.starlingx.portieris.trust.registry.AuthenticatedReader;
import io.starlingx.portieris.trust.registry.Credentials;
import io.starlingx.portieris.trust.tuf.FloorKey;
import io.starlingx.portieris.trust.tuf.RepositoryLocation;
import io.starlingx.portieris.trust.tuf.TufClient;
import io.starlingx.portieris.trust.tuf.UpdateResult;
import io.starlingx.portieris.trust.tuf.VersionFloor;
import io.starlingx.portieris.trust.verdict.ReasonCode;
import io.starlingx.portieris.trust.verdict.Verdict;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Verifies Docker Content Trust against Notary v1 servers: trust data are brought up to date, then
 * the tag or digest is looked up by Docker's release rule and the rule's signers are held to it.
 */
public final class NotaryVerifier implements TrustVerifier {

  private static final Logger LOG = LoggerFactory.getLogger(NotaryVerifier.class);

  private final TufClient client;
  private final InstantSource clock;

  /**
   * A verifier for the life of the program.
   *
   * @param floor what was seen, across restarts
   * @param clock the wall clock that expiry is judged by
   * @param freshness how long a repository's timestamp is used before it is fetched again
   */
  public NotaryVerifier(
      AuthenticatedReader reader, VersionFloor floor, InstantSource clock, Duration freshness) {
    this.client = new TufClient(reader, floor, clock, freshness);
    this.clock = requireNonNull(clock, "clock");
  }

  @Override
  public Verdict verify(TrustRequest request, RequestContext context) {
    if (!isName(request.gun())) {
      return new Verdict.Rejected(
          ReasonCode.MALFORMED, "invalid repository name\nit cannot be asked for");
    }
    try {
      return switch (update(request, context)) {
        case UpdateResult.Stopped(Verdict verdict) -> verdict;
        case UpdateResult.Updated(var repository) ->
            new TagDecision(repository, clock.instant()).decide(request);
      };
    } catch (RuntimeException e) {
      LOG.error("Verifying {} failed", request.gun(), e);
      return new Verdict.Unavailable(ReasonCode.INTERNAL, "see the log of this program");
    }
  }

  private static boolean isName(String gun) {
    return ImageReference.parse(gun) instanceof ParsedImage.Valid(ImageReference image)
        && image.name().equals(gun);
  }

  /** Asks the servers in order; the next one only when one could not be asked. */
  private UpdateResult update(TrustRequest request, RequestContext context) {
    List<String> servers = request.servers().stream().map(s -> s.url().toString()).toList();
    FloorKey key = FloorKey.of(request.anchor(), servers, request.gun(), request.policyNamespace());
    List<UpdateResult> failures = new ArrayList<>();
    for (TrustServer server : request.servers()) {
      int left = request.servers().size() - failures.size();
      UpdateResult result =
          client.update(location(request, server), request.anchor(), key, share(context, left));
      if (!(result instanceof UpdateResult.Stopped(Verdict.Unavailable unavailable))) {
        return result;
      }
      failures.add(result);
    }
    return failures.getFirst();
  }

  /** A server that does not answer leaves the others their part of the time. */
  private static RequestContext share(RequestContext context, int serversLeft) {
    Deadline whole = context.deadline();
    Duration share = whole.remaining().dividedBy(serversLeft);
    return new RequestContext(Deadline.after(share, whole.ticker()), context.recorder());
  }

  private static RepositoryLocation location(TrustRequest request, TrustServer server) {
    boolean secure = "https".equalsIgnoreCase(server.url().getScheme());
    return new RepositoryLocation(
        server.url(),
        request.gun(),
        secure ? request.credentials() : List.<Credentials>of(),
        server.authorities(),
        server.source());
  }
}
