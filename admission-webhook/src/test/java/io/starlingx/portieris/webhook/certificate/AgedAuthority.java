/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.certificate;

import java.time.Duration;
import java.time.Instant;

/** States of the webhook's own authority that would take months to come about. */
public final class AgedAuthority {

  /** How long a new authority is only published. */
  public static final Duration SPREAD = OwnAuthority.SPREAD;

  private AgedAuthority() {}

  /** An authority that is to be renewed when {@code time} has passed. */
  public static StoredAuthority dueAfter(Duration time, Instant now) {
    return stored(due(now.plus(time)), "");
  }

  /**
   * An authority that took the place of another: when {@code time} has passed, nothing that the
   * other one issued can be shown any more.
   */
  public static StoredAuthority aloneAfter(Duration time, Instant now) {
    Instant made =
        now.plus(time).minus(OwnAuthority.SPREAD).minus(CertificateAuthority.SERVING_LIFE);
    return stored(CertificateAuthority.create(made), due(made).certificatePem());
  }

  private static CertificateAuthority due(Instant renewal) {
    Duration untilDue = Duration.between(renewal, CertificateAuthority.create(renewal).renewal());
    return CertificateAuthority.create(renewal.minus(untilDue));
  }

  private static StoredAuthority stored(CertificateAuthority authority, String previous) {
    return new StoredAuthority(authority.certificatePem(), authority.keyPem(), previous, "");
  }
}
