/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.simplesigning;

import static java.util.Objects.requireNonNull;

import com.github.benmanes.caffeine.cache.Ticker;
import io.starlingx.portieris.trust.http.Peer;
import io.starlingx.portieris.trust.http.RequestContext;
import io.starlingx.portieris.trust.image.Digest;
import io.starlingx.portieris.trust.registry.AuthenticatedReader;
import io.starlingx.portieris.trust.registry.RegistryHosts;
import io.starlingx.portieris.trust.verdict.CacheUse;
import io.starlingx.portieris.trust.verdict.ReasonCode;
import io.starlingx.portieris.trust.verdict.Verdict;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Verifies OpenPGP signatures over an image's manifest: the reference is resolved to a digest once,
 * and every requirement must be met by a signature over that digest.
 */
public final class SimpleSigningVerifier implements SignatureVerifier {

  private static final Logger LOG = LoggerFactory.getLogger(SimpleSigningVerifier.class);

  private final AuthenticatedReader reader;
  private final RegistryHosts hosts;
  private final InstantSource clock;
  private final RegistryMemory memory;

  /**
   * A verifier for the life of the program.
   *
   * @param clock the wall clock that keys and signatures expire by
   */
  public SimpleSigningVerifier(
      AuthenticatedReader reader, RegistryHosts hosts, InstantSource clock) {
    this(reader, hosts, clock, Ticker.systemTicker());
  }

  SimpleSigningVerifier(
      AuthenticatedReader reader, RegistryHosts hosts, InstantSource clock, Ticker ticker) {
    this.reader = requireNonNull(reader, "reader");
    this.hosts = requireNonNull(hosts, "hosts");
    this.clock = requireNonNull(clock, "clock");
    this.memory = new RegistryMemory(ticker);
  }

  /** How manifests and signatures are cached. */
  public List<CacheUse> caches() {
    return memory.caches();
  }

  @Override
  public Verdict verify(SignatureRequest request, RequestContext context) {
    RepositoryReader registry =
        new RepositoryReader(
            reader, hosts, request.image(), request.credentials(), context.asking(Peer.REGISTRY));
    try {
      Digest digest = new ManifestFetch(registry, memory).digest();
      if (request.signers().isEmpty()) {
        return new Verdict.Trusted(Optional.of(digest), List.of(), Instant.MAX);
      }
      return judge(request, digest, registry);
    } catch (EndedException e) {
      return e.verdict();
    } catch (RuntimeException e) {
      LOG.error("Verifying signatures of {} failed", request.image().name(), e);
      return new Verdict.Unavailable(ReasonCode.INTERNAL, "see the log of this program");
    }
  }

  private Verdict judge(SignatureRequest request, Digest digest, RepositoryReader registry)
      throws EndedException {
    List<SignatureSearch> again = searches(request, digest);
    search(again, SignatureSource.of(memory.accepted(request, digest)));
    if (again.stream().allMatch(SignatureSearch::isOver)) {
      return trusted(digest, again);
    }
    List<SignatureSearch> searches = searches(request, digest);
    List<byte[]> accepted =
        search(
            searches,
            new SignatureFetch(registry, request.signed(), request.store(), memory)
                .signatures(digest));
    Verdict verdict = trusted(digest, searches);
    memory.accept(request, digest, accepted);
    return verdict;
  }

  private List<SignatureSearch> searches(SignatureRequest request, Digest digest) {
    Instant now = clock.instant();
    return request.signers().stream()
        .map(s -> new SignatureCheck(s.keys(), s.identity(), request.signed(), digest, now))
        .map(SignatureSearch::new)
        .toList();
  }

  /** Goes on until every requirement is met; the signatures that met one. */
  private static List<byte[]> search(List<SignatureSearch> searches, SignatureSource source)
      throws EndedException {
    List<byte[]> accepted = new ArrayList<>();
    while (!searches.stream().allMatch(SignatureSearch::isOver)) {
      Optional<FetchedSignature> next = source.next();
      if (next.isEmpty()) {
        break;
      }
      boolean useful = false;
      for (SignatureSearch search : searches) {
        useful |= search.isMetBy(next.get());
      }
      if (useful && next.get() instanceof FetchedSignature.Blob(byte[] content)) {
        accepted.add(content);
      } else if (next.get() instanceof FetchedSignature.Unusable(ReasonCode code, String reason)) {
        LOG.warn("A signature is passed over: {} {}", code, reason);
      }
    }
    return accepted;
  }

  private static Verdict trusted(Digest digest, List<SignatureSearch> searches)
      throws EndedException {
    List<String> signers = new ArrayList<>();
    Instant until = Instant.MAX;
    for (SignatureSearch search : searches) {
      SignatureFinding.Accepted accepted = search.result();
      if (!signers.contains(accepted.signer())) {
        signers.add(accepted.signer());
      }
      until = accepted.until().isBefore(until) ? accepted.until() : until;
    }
    return new Verdict.Trusted(Optional.of(digest), signers, until);
  }
}
