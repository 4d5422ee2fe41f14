/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * Puts TLS 1.2 or 1.3 on a connected socket and verifies the peer's certificate and name. One
 * context is kept per set of authorities, so that sessions are resumed only under the same trust.
 */
final class TlsSockets {

  private static final int CONTEXTS = 64;

  private final Cache<Set<X509Certificate>, SSLSocketFactory> factories =
      Caffeine.newBuilder().maximumSize(CONTEXTS).build();
  private final List<X509Certificate> platform = platformAuthorities();

  /**
   * A socket after its handshake.
   *
   * @param authorities trusted beside the platform's own
   * @param host as the certificate must name it, without brackets
   */
  SSLSocket handshake(Socket socket, String host, int port, Set<X509Certificate> authorities)
      throws IOException {
    SSLSocket tls =
        (SSLSocket)
            factories.get(authorities, this::factory).createSocket(socket, host, port, true);
    SSLParameters parameters = tls.getSSLParameters();
    parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    tls.setSSLParameters(parameters);
    tls.startHandshake();
    return tls;
  }

  private SSLSocketFactory factory(Set<X509Certificate> authorities) {
    try {
      KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null, null);
      int alias = 0;
      for (X509Certificate authority :
          Stream.concat(platform.stream(), authorities.stream()).toList()) {
        trusted.setCertificateEntry(Integer.toString(alias++), authority);
      }
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trustManagers(trusted), null);
      return context.getSocketFactory();
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("this Java platform has no TLS", e);
    }
  }

  private static TrustManager[] trustManagers(KeyStore trusted) throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(trusted);
    return factory.getTrustManagers();
  }

  private static List<X509Certificate> platformAuthorities() {
    try {
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init((KeyStore) null);
      return Arrays.stream(factory.getTrustManagers())
          .filter(X509TrustManager.class::isInstance)
          .flatMap(manager -> Arrays.stream(((X509TrustManager) manager).getAcceptedIssuers()))
          .toList();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java platform has no trust store", e);
    }
  }
}
