/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.certificate;

import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/** The certificate that the webhook shows, exchangeable while connections are open. */
public final class ServingCertificate {

  private final ReloadableKeyManager keys = new ReloadableKeyManager();
  private final SSLContext context;

  /** None yet: handshakes fail until {@link #use}. */
  public ServingCertificate() {
    try {
      context = SSLContext.getInstance("TLS");
      // Nobody shows a certificate to this server, so it trusts no authority and reads none.
      context.init(new KeyManager[] {keys}, new TrustManager[0], null);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java cannot do TLS", e);
    }
  }

  /** Handshakes from now on show this key's certificate. */
  public void use(ServingKey key) {
    keys.use(key);
  }

  /** What handshakes show now. */
  public Optional<ServingKey> current() {
    return keys.current();
  }

  /** Why clients cannot accept the certificate at this moment, if they cannot. */
  public Optional<String> problem(Instant now) {
    return keys.current()
        .map(key -> now.isBefore(key.expiry()) ? Optional.<String>empty() : expired(key))
        .orElse(Optional.of("there is no serving certificate yet"));
  }

  private static Optional<String> expired(ServingKey key) {
    return Optional.of("the serving certificate expired at " + key.expiry());
  }

  /** A context whose handshakes show the certificate of their moment. */
  public SSLContext context() {
    return context;
  }
}
