/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.kube.http;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import java.io.IOException;
import java.security.GeneralSecurityException;
import javax.net.ssl.TrustManager;

/**
 * Makes the client that fabric8 sends with: over connections of HTTP/1.1, in one virtual thread for
 * each request or watch, through an HTTP proxy where the configuration has one. It knows no web
 * sockets.
 */
public final class ApiHttpClientFactory implements HttpClient.Factory {

  @Override
  public HttpClient.Builder newBuilder() {
    return new ApiHttpClientBuilder(this);
  }

  /**
   * As the configuration has it; where it names an authority, that one alone is trusted, as kubectl
   * does. Fabric8 would add it to all the public ones that Java knows, each of which could then
   * vouch for another server, and read those first.
   *
   * @throws IllegalArgumentException when the authority or the client's certificate cannot be used
   */
  @Override
  public synchronized HttpClient.Builder newBuilder(Config config) {
    if (config.isTrustCerts() || !NamedAuthority.isNamed(config)) {
      return HttpClient.Factory.super.newBuilder(config);
    }
    try {
      TrustManager[] named = NamedAuthority.trustManagers(config);
      config.setTrustCerts(true); // so that nothing is read for the managers that are replaced here
      return HttpClient.Factory.super
          .newBuilder(config)
          .sslContext(SSLUtils.keyManagers(config), named);
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalArgumentException(
          "the API server's authority or the certificate for it cannot be used: " + e.getMessage(),
          e);
    } finally {
      config.setTrustCerts(false);
    }
  }
}
