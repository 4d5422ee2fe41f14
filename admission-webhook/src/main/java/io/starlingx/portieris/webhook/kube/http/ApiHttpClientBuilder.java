/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.kube.http;

import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.StandardHttpClientBuilder;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientImpl;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Gathers what a client is made of, as the configuration has it. */
final class ApiHttpClientBuilder
    extends StandardHttpClientBuilder<ApiHttpClient, ApiHttpClientFactory, ApiHttpClientBuilder> {

  ApiHttpClientBuilder(ApiHttpClientFactory factory) {
    super(factory);
  }

  @Override
  protected ApiHttpClientBuilder newInstance(ApiHttpClientFactory factory) {
    return new ApiHttpClientBuilder(factory);
  }

  /** A client of its own, or one that shares the connections of the one that it derives from. */
  @Override
  public HttpClient build() {
    @Nullable ApiHttpClient origin = getClient();
    return origin != null
        ? new ApiHttpClient(this, origin)
        : new ApiHttpClient(this, new AtomicBoolean(), connections(), streaming());
  }

  /** None where a proxy is in between. */
  private Optional<ApiConnections> connections() {
    boolean direct = getProxyAddress() == null || getProxyType() == HttpClient.ProxyType.DIRECT;
    return direct
        ? Optional.of(new ApiConnections(getSslContext(), getTlsVersions(), getConnectTimeout()))
        : Optional.empty();
  }

  private JdkHttpClientImpl streaming() {
    HttpClient.Factory factory = new JdkHttpClientFactory();
    HttpClient.Builder builder = factory.newBuilder();
    @Nullable Duration patience = getConnectTimeout();
    if (patience != null) {
      builder.connectTimeout(patience.toMillis(), TimeUnit.MILLISECONDS);
    }
    if (getSslContext() != null) {
      builder.sslContext(getKeyManagers(), getTrustManagers());
    }
    if (getTlsVersions() != null) {
      builder.tlsVersions(getTlsVersions());
    }
    if (getProxyAddress() != null) {
      builder.proxyAddress(getProxyAddress());
    }
    builder.proxyType(getProxyType());
    builder.proxyAuthorization(getProxyAuthorization());
    if (isFollowRedirects()) {
      builder.followAllRedirects();
    }
    if (isPreferHttp11()) {
      builder.preferHttp11();
    }
    return (JdkHttpClientImpl) builder.build();
  }
}
