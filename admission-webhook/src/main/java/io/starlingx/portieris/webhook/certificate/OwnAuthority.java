/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.certificate;

import static java.util.Objects.requireNonNull;

import io.starlingx.portieris.webhook.log.EventLog;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Serving certificates of an authority that the replicas share. Whichever is first makes it; each
 * issues its own serving certificate, which stays in memory; both are renewed when two thirds of
 * their life are over. A certificate of a new authority is shown only after the API server had time
 * to see that authority in its bundle, and the one before leaves the bundle only when every
 * certificate that it issued has expired: then all replicas show the new one, reachable or not.
 */
public final class OwnAuthority implements CertificateSource {

  /** From the change of the bundle until every API server follows it. */
  static final Duration SPREAD = Duration.ofMinutes(1);

  private static final EventLog LOG = EventLog.of(OwnAuthority.class);

  private record Serving(X509Certificate authority, Instant renewal) {}

  private record Trusted(X509Certificate authority, Instant since) {}

  private final AuthorityStore store;
  private final TrustedBundle bundle;
  private final ServingCertificate certificate;
  private final List<String> names;
  private final InstantSource clock;
  private Optional<Serving> serving = Optional.empty();
  private Optional<Trusted> trusted = Optional.empty();
  private volatile Optional<String> problem =
      Optional.of("the certificate authority has not been read yet");

  /**
   * An authority for the life of the program.
   *
   * @param names under which the API server calls the webhook
   */
  public OwnAuthority(
      AuthorityStore store,
      TrustedBundle bundle,
      ServingCertificate certificate,
      List<String> names,
      InstantSource clock) {
    this.store = requireNonNull(store, "store");
    this.bundle = requireNonNull(bundle, "bundle");
    this.certificate = requireNonNull(certificate, "certificate");
    this.names = List.copyOf(names);
    this.clock = requireNonNull(clock, "clock");
  }

  @Override
  public void refresh() {
    try {
      Instant now = clock.instant();
      StoredAuthority stored = current(now);
      CertificateAuthority authority =
          CertificateAuthority.read(stored.certificate(), stored.key(), store.title());
      if (serving.isEmpty()) {
        show(authority, now);
      }
      publish(authority, stored.previousCertificate(), now);
      renew(authority, now);
      problem = tooNew(authority, stored.previousCertificate(), now);
    } catch (StoreUnreachableException | UnusableCertificateException e) {
      report(String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      LOG.error("looking after the certificate authority failed", EventLog.fields(), e);
      report("internal error, see the log of the webhook");
    }
  }

  @Override
  public List<String> missing() {
    return Stream.concat(problem.stream(), certificate.problem(clock.instant()).stream()).toList();
  }

  private StoredAuthority current(Instant now)
      throws StoreUnreachableException, UnusableCertificateException {
    Optional<StoredAuthority> stored = store.read();
    if (stored.isEmpty()) {
      CertificateAuthority first = CertificateAuthority.create(now);
      boolean mine = store.create(stored(first, "", ""));
      LOG.info(
          mine ? "certificate authority made" : "certificate authority made by another replica",
          EventLog.fields().with("store", store.title()));
      return readAgain();
    }
    StoredAuthority old = stored.get();
    CertificateAuthority authority =
        CertificateAuthority.read(old.certificate(), old.key(), store.title());
    if (now.isBefore(authority.renewal())) {
      return old;
    }
    CertificateAuthority next = CertificateAuthority.create(now);
    store.replace(stored(next, old.certificate(), old.version()));
    LOG.info("certificate authority renewed", EventLog.fields().with("store", store.title()));
    return readAgain();
  }

  private StoredAuthority readAgain()
      throws StoreUnreachableException, UnusableCertificateException {
    return store
        .read()
        .orElseThrow(() -> new UnusableCertificateException(store.title() + " is gone again"));
  }

  private void publish(CertificateAuthority authority, String previous, Instant now)
      throws StoreUnreachableException, UnusableCertificateException {
    List<X509Certificate> certificates = new ArrayList<>();
    if (!previous.isBlank()) {
      KeyPairPem.certificates(previous, store.title() + " previous.crt").stream()
          .filter(old -> now.isBefore(lastShown(authority)))
          .forEach(certificates::add);
    }
    certificates.add(authority.certificate());
    TrustedBundle.State state = bundle.ensure(certificates);
    boolean known = trusted.filter(t -> t.authority.equals(authority.certificate())).isPresent();
    if (state == TrustedBundle.State.COMPLETE && !known) {
      trusted = Optional.of(new Trusted(authority.certificate(), now));
    }
  }

  /** No replica can show a certificate of the authority before this one any longer. */
  private static Instant lastShown(CertificateAuthority authority) {
    return authority.made().plus(SPREAD).plus(CertificateAuthority.SERVING_LIFE);
  }

  /** A replica that starts in the middle of a change has nothing but the new authority to show. */
  private Optional<String> tooNew(CertificateAuthority authority, String previous, Instant now) {
    boolean shown = serving.filter(s -> s.authority.equals(authority.certificate())).isPresent();
    return !previous.isBlank() && shown && now.isBefore(authority.made().plus(SPREAD))
        ? Optional.of(
            "the certificate authority was renewed a moment ago: an API server may not know it yet")
        : Optional.empty();
  }

  private void renew(CertificateAuthority authority, Instant now) {
    Serving shown = serving.orElseThrow();
    boolean sameAuthority = shown.authority.equals(authority.certificate());
    boolean due = !now.isBefore(shown.renewal);
    boolean spread = trusted.filter(t -> !now.isBefore(t.since.plus(SPREAD))).isPresent();
    if (sameAuthority ? due : spread) {
      show(authority, now);
    }
  }

  private void show(CertificateAuthority authority, Instant now) {
    ServingKey key = authority.issue(names, now);
    certificate.use(key);
    serving = Optional.of(new Serving(authority.certificate(), key.renewal()));
    LOG.info(
        "serving certificate issued",
        EventLog.fields().with("names", String.join(",", names)).with("expires", key.expiry()));
  }

  private void report(String what) {
    Optional<String> now = Optional.of("the certificate authority: " + what);
    if (!now.equals(problem)) {
      LOG.warn("the certificate authority cannot be used", EventLog.fields().with("cause", what));
    }
    problem = serving.isPresent() && trusted.isPresent() ? Optional.empty() : now;
  }

  private static StoredAuthority stored(
      CertificateAuthority authority, String previous, String version) {
    return new StoredAuthority(authority.certificatePem(), authority.keyPem(), previous, version);
  }
}
