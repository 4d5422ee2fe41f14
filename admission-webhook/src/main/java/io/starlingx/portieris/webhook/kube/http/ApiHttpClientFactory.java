/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.kube.http;

import io.fabric8.kubernetes.client.http.HttpClient;

/**
 * Makes the client that fabric8 sends with: requests and answers of a known length go over a few
 * connections of HTTP/1.1 in the thread that asks; watches and everything through a proxy go by the
 * Java platform's client.
 */
public final class ApiHttpClientFactory implements HttpClient.Factory {

  @Override
  public HttpClient.Builder newBuilder() {
    return new ApiHttpClientBuilder(this);
  }
}
