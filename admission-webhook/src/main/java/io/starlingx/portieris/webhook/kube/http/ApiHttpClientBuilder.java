/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.kube.http;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.StandardHttpClientBuilder;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Gathers what a client is made of, as the configuration has it. */
final class ApiHttpClientBuilder
    extends StandardHttpClientBuilder<ApiHttpClient, ApiHttpClientFactory, ApiHttpClientBuilder> {

  private static final Duration DEFAULT_PATIENCE = Duration.ofSeconds(10);

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
        : new ApiHttpClient(this, new AtomicBoolean(), connections());
  }

  private ApiConnections connections() {
    return new ApiConnections(
        getSslContext(),
        getTlsVersions(),
        Optional.ofNullable(getTlsServerName()),
        proxy(),
        patience());
  }

  private Duration patience() {
    @Nullable Duration limit = getConnectTimeout();
    return limit == null || limit.isZero() ? DEFAULT_PATIENCE : limit;
  }

  private Optional<ApiProxy> proxy() {
    if (getProxyAddress() == null || getProxyType() == HttpClient.ProxyType.DIRECT) {
      return Optional.empty();
    }
    if (getProxyType() != HttpClient.ProxyType.HTTP) {
      throw new KubernetesClientException(
          "the API server is reached through HTTP proxies only, not " + getProxyType());
    }
    return Optional.of(
        new ApiProxy(getProxyAddress(), Optional.ofNullable(getProxyAuthorization())));
  }
}
