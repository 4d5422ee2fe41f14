/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OwnAuthorityTest {

  private static final List<String> NAMES = List.of("portieris.portieris.svc", "192.0.2.7");

  private final Store store = new Store();
  private final Bundle bundle = new Bundle();
  private final ServingCertificate serving = new ServingCertificate();
  private final ServingCertificate otherServing = new ServingCertificate();
  private Instant now = Instant.parse("2026-11-26T12:00:00Z");
  private final OwnAuthority replica = new OwnAuthority(store, bundle, serving, NAMES, () -> now);
  private final OwnAuthority other =
      new OwnAuthority(store, bundle, otherServing, NAMES, () -> now);

  @Test
  void theFirstReplicaMakesTheAuthorityAndPublishesIt() throws Exception {
    assertThat(replica.missing()).isNotEmpty();

    replica.refresh();

    assertThat(replica.missing()).isEmpty();
    X509Certificate shown = shown(serving);
    shown.verify(bundle.content.getFirst().getPublicKey());
    assertThat(shown.getSubjectAlternativeNames())
        .containsExactlyInAnyOrder(List.of(2, NAMES.getFirst()), List.of(7, "192.0.2.7"));
    assertThat(shown.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
    assertThat(bundle.content.getFirst().getBasicConstraints()).isZero();
  }

  @Test
  void aReplicaThatLosesTheRaceTakesTheWinnersAuthority() throws Exception {
    store.beforeCreate = other::refresh;

    replica.refresh();

    assertThat(bundle.content).hasSize(1);
    shown(serving).verify(bundle.content.getFirst().getPublicKey());
    shown(otherServing).verify(bundle.content.getFirst().getPublicKey());
  }

  @Test
  void renewsTheServingCertificateAtTwoThirdsOfItsLife() {
    replica.refresh();
    X509Certificate first = shown(serving);

    advance(Duration.ofDays(4));
    replica.refresh();
    assertThat(shown(serving)).isEqualTo(first);

    advance(Duration.ofDays(1));
    replica.refresh();
    assertThat(shown(serving)).isNotEqualTo(first);
    assertThat(bundle.content).hasSize(1);
  }

  @Test
  void theBundleHoldsOldAndNewAuthorityBeforeACertificateOfTheNewIsShown() throws Exception {
    replica.refresh();
    X509Certificate oldAuthority = bundle.content.getFirst();
    advance(Duration.ofDays(244));

    replica.refresh();
    assertThat(bundle.content).hasSize(2).contains(oldAuthority);
    X509Certificate newAuthority = bundle.content.getLast();
    shown(serving).verify(oldAuthority.getPublicKey());

    advance(OwnAuthority.SPREAD);
    replica.refresh();
    shown(serving).verify(newAuthority.getPublicKey());
    assertThat(bundle.content).contains(oldAuthority);
  }

  @Test
  void theOldAuthorityStaysInTheBundleUntilNoReplicaCanShowItsCertificate() throws Exception {
    replica.refresh();
    X509Certificate oldAuthority = bundle.content.getFirst();
    advance(Duration.ofDays(243).plusHours(7)); // a serving certificate issued just before
    other.refresh();
    advance(Duration.ofHours(1));
    replica.refresh();
    assertThat(bundle.content).hasSize(2);

    advance(CertificateAuthority.SERVING_LIFE);
    replica.refresh();
    assertThat(bundle.wanted).contains(oldAuthority);
    assertThat(shown(otherServing).getNotAfter().toInstant()).isBefore(now);

    advance(OwnAuthority.SPREAD);
    replica.refresh();
    assertThat(bundle.wanted).hasSize(1).doesNotContain(oldAuthority);
  }

  @Test
  void aReplicaThatStartsDuringAChangeIsNotReadyBeforeApiServersKnowTheNewAuthority() {
    replica.refresh();
    advance(Duration.ofDays(244));
    replica.refresh();

    other.refresh();
    assertThat(other.missing())
        .singleElement()
        .asString()
        .contains("the certificate authority was renewed a moment ago");
    assertThat(replica.missing()).singleElement().asString().contains("expired");

    advance(OwnAuthority.SPREAD);
    other.refresh();
    assertThat(other.missing()).isEmpty();
  }

  @Test
  void aServingCertificateNeverOutlivesItsAuthority() {
    CertificateAuthority authority = CertificateAuthority.create(now);
    Instant late = now.plus(CertificateAuthority.AUTHORITY_LIFE).minus(Duration.ofDays(1));

    assertThat(authority.issue(NAMES, late).expiry())
        .isEqualTo(authority.certificate().getNotAfter().toInstant());
  }

  @Test
  void anExpiredCertificateIsReplacedAfterTheHostWasSuspended() {
    replica.refresh();
    advance(Duration.ofDays(30));
    assertThat(replica.missing()).singleElement().asString().contains("expired");

    replica.refresh();

    assertThat(replica.missing()).isEmpty();
  }

  @Test
  void anUnreachableStoreIsNoReasonToStop() {
    replica.refresh();
    store.down = true;

    replica.refresh();

    assertThat(replica.missing()).isEmpty();
  }

  @Test
  void aDefectIsReportedAndDoesNotEndTheRounds() {
    store.beforeCreate =
        () -> {
          throw new IllegalStateException("defect");
        };

    replica.refresh();
    assertThat(replica.missing().getFirst()).contains("internal error");

    replica.refresh();
    assertThat(replica.missing()).isEmpty();
  }

  @Test
  void isNotReadyBeforeTheStoreCouldBeReadOnce() {
    store.down = true;

    replica.refresh();

    assertThat(replica.missing())
        .contains("the certificate authority: store: down", "there is no serving certificate yet");
  }

  @Test
  void namesWhatIsWrongWithAStoredAuthority() {
    CertificateAuthority one = CertificateAuthority.create(now);
    CertificateAuthority two = CertificateAuthority.create(now);
    store.content = Optional.of(new StoredAuthority(one.certificatePem(), two.keyPem(), "", "1"));

    replica.refresh();

    assertThat(replica.missing().getFirst())
        .isEqualTo(
            "the certificate authority: the private key of store tls.key is not that of the"
                + " certificate of store tls.crt");
    assertThat(store.content.get().key()).isEqualTo(two.keyPem());
  }

  @Test
  void refusesAServingCertificateAsAuthority() {
    ServingKey leaf = CertificateAuthority.create(now).issue(NAMES, now);
    store.content =
        Optional.of(
            new StoredAuthority(
                KeyPairPem.write(leaf.certificate()), KeyPairPem.write(leaf.key()), "", "1"));

    replica.refresh();

    assertThat(replica.missing().getFirst()).endsWith("store tls.crt is not that of an authority");
  }

  private void advance(Duration time) {
    now = now.plus(time);
  }

  private static X509Certificate shown(ServingCertificate serving) {
    return serving.current().orElseThrow().certificate();
  }

  /** A store in memory, with the same rules about versions as the API server's. */
  private static final class Store implements AuthorityStore {
    private Optional<StoredAuthority> content = Optional.empty();
    private Runnable beforeCreate = () -> {};
    private boolean down;
    private int version;

    @Override
    public String title() {
      return "store";
    }

    @Override
    public Optional<StoredAuthority> read() throws StoreUnreachableException {
      if (down) {
        throw new StoreUnreachableException("store: down", new IllegalStateException());
      }
      return content;
    }

    @Override
    public boolean create(StoredAuthority authority) {
      Runnable race = beforeCreate;
      beforeCreate = () -> {};
      race.run();
      if (content.isPresent()) {
        return false;
      }
      write(authority);
      return true;
    }

    @Override
    public boolean replace(StoredAuthority authority) {
      if (!content.map(StoredAuthority::version).equals(Optional.of(authority.version()))) {
        return false;
      }
      write(authority);
      return true;
    }

    private void write(StoredAuthority authority) {
      content =
          Optional.of(
              new StoredAuthority(
                  authority.certificate(),
                  authority.key(),
                  authority.previousCertificate(),
                  String.valueOf(++version)));
    }
  }

  private static final class Bundle implements TrustedBundle {
    private List<X509Certificate> content = List.of();
    private List<X509Certificate> wanted = List.of();

    @Override
    public State ensure(List<X509Certificate> certificates) {
      wanted = certificates;
      List<X509Certificate> all = new ArrayList<>(content);
      certificates.stream().filter(c -> !all.contains(c)).forEach(all::add);
      content = all;
      return State.COMPLETE;
    }
  }
}
