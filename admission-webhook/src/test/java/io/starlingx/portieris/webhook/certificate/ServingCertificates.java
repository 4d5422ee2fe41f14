/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.certificate;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** An authority for tests, a certificate of it for loopback, and clients that trust it. */
public final class ServingCertificates {

  private final CertificateAuthority authority = CertificateAuthority.create(Instant.now());
  private final ServingCertificate serving = new ServingCertificate();

  public ServingCertificates() {
    renew(Instant.now());
  }

  public ServingCertificate serving() {
    return serving;
  }

  /** Issues a new certificate and has it shown from now on. */
  public X509Certificate renew(Instant now) {
    ServingKey key = authority.issue(List.of("localhost", "127.0.0.1"), now);
    serving.use(key);
    return key.certificate();
  }

  /** For clients that trust this authority only. */
  public SSLContext trusting() {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setCertificateEntry("ca", authority.certificate());
      TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
