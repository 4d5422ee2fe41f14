/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.kube.http;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.starlingx.portieris.testbed.TestAuthority;
import io.starlingx.portieris.testbed.http.FaultyServer;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Clients of a server that may be at fault. */
abstract class ApiClientFixture {

  static final String PATH = "/api/v1/namespaces/ns/configmaps/one";
  static final String JSON =
      "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"one\"},"
          + "\"data\":{\"é\":\"ü\"}}";
  static final String LIST = "/api/v1/namespaces/ns/configmaps";
  static final int PATIENT = 120_000;

  final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

  ApiClientFixture() {}

  static ConfigMap get(KubernetesClient client) {
    return client.configMaps().inNamespace("ns").withName("one").get();
  }

  static KubernetesClient client(FaultyServer server, int timeoutMillis) {
    return client(config(server).withRequestTimeout(timeoutMillis));
  }

  static KubernetesClient client(FaultyServer server, TestAuthority authority) {
    return client(config(server).withCaCertFile(authority.certificateFile().toString()));
  }

  static ConfigBuilder config(FaultyServer server) {
    return new ConfigBuilder(Config.empty())
        .withMasterUrl(server.uri("/").toString())
        .withOauthToken("secret")
        .withUserAgent("test/1")
        .withRequestTimeout(PATIENT)
        .withOnlyHttpWatches(true)
        .withRequestRetryBackoffLimit(0);
  }

  static KubernetesClient client(ConfigBuilder config) {
    return new KubernetesClientBuilder()
        .withConfig(config.build())
        .withHttpClientFactory(new ApiHttpClientFactory())
        .build();
  }

  static String event(String type, String version, String text) {
    return """
        {"type":"%s","object":{"apiVersion":"v1","kind":"ConfigMap",\
        "metadata":{"name":"one","namespace":"ns","resourceVersion":"%s"},"data":{"text":"%s"}}}
        """
        .formatted(type, version, text);
  }

  static Watch watch(KubernetesClient client, Queue<String> seen) {
    return client
        .configMaps()
        .inNamespace("ns")
        .watch(
            new Watcher<>() {
              @Override
              public void eventReceived(Action action, ConfigMap object) {
                seen.add(action + " " + object.getData().get("text"));
              }

              @Override
              public void onClose(WatcherException cause) {
                seen.add("closed: " + cause);
              }
            });
  }
}
