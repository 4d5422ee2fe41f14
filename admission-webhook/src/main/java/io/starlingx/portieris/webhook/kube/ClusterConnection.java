/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.kube;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.authentication.SelfSubjectReview;
import io.fabric8.kubernetes.api.model.authentication.SelfSubjectReviewBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.starlingx.portieris.webhook.kube.http.ApiHttpClientFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The connection to the API server. */
public final class ClusterConnection implements AutoCloseable {

  private static final int REQUEST_TIMEOUT_MS = 5_000;
  private static final int CONNECTION_TIMEOUT_MS = 3_000;

  /** More than the 10 000 levels that the API server accepts. */
  private static final int MAX_NESTING = 11_000;

  private final KubernetesClient client;

  private ClusterConnection(KubernetesClient client) {
    this.client = client;
  }

  /**
   * Prepares the connection; sends nothing yet.
   *
   * @param kubeconfig empty to use the pod's service account
   * @param userAgent names this program to the API server
   * @throws IllegalArgumentException when there is no such file, or it says no API server
   */
  public static ClusterConnection open(Optional<Path> kubeconfig, String userAgent) {
    kubeconfig
        .filter(file -> !Files.isReadable(file))
        .ifPresent(
            file -> {
              throw new IllegalArgumentException("kubeconfig " + file + " cannot be read");
            });
    Config config =
        new ConfigBuilder(
                kubeconfig
                    .map(file -> Config.fromKubeconfig(file.toFile()))
                    .orElseGet(() -> Config.autoConfigure(null)))
            .withUserAgent(userAgent)
            .withRequestTimeout(REQUEST_TIMEOUT_MS)
            .withConnectionTimeout(CONNECTION_TIMEOUT_MS)
            .withRequestRetryBackoffLimit(2)
            .withOnlyHttpWatches(true)
            .build();
    return new ClusterConnection(
        new KubernetesClientBuilder()
            .withConfig(config)
            .withHttpClientFactory(new ApiHttpClientFactory())
            .withKubernetesSerialization(serialization())
            .build());
  }

  /** What comes in a watch without a type of ours is generic, so that no other type is loaded. */
  private static KubernetesSerialization serialization() {
    KubernetesSerialization serialization = new KubernetesSerialization(deepReader(), false);
    serialization.registerKubernetesResource("v1", "Status", Status.class);
    return serialization;
  }

  /** One object that cannot be read would end every list and watch that holds it. */
  private static ObjectMapper deepReader() {
    return new ObjectMapper(
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder().maxNestingDepth(MAX_NESTING).build())
            .build());
  }

  /** The client; closed with this connection. */
  public KubernetesClient client() {
    return client;
  }

  /** Who we are to the API server, if it says so. */
  public Optional<String> user() {
    try {
      SelfSubjectReview review =
          client
              .authentication()
              .v1()
              .selfSubjectReviews()
              .create(new SelfSubjectReviewBuilder().build());
      return Optional.ofNullable(review.getStatus())
          .flatMap(status -> Optional.ofNullable(status.getUserInfo()))
          .flatMap(user -> Optional.ofNullable(user.getUsername()));
    } catch (KubernetesClientException e) {
      return Optional.empty();
    }
  }

  /** Where the API server is reached: every address of its host, at its port. */
  public List<InetSocketAddress> addresses() {
    URI url = URI.create(client.getConfiguration().getMasterUrl());
    int port = url.getPort() > 0 ? url.getPort() : 443;
    try {
      return Arrays.stream(InetAddress.getAllByName(url.getHost()))
          .map(address -> new InetSocketAddress(address, port))
          .toList();
    } catch (UnknownHostException e) {
      return List.of();
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
