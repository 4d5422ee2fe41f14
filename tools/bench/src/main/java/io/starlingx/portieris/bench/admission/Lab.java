/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.bench.admission;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.starlingx.portieris.testbed.ControlPlane;
import io.starlingx.portieris.testbed.DockerRegistry;
import io.starlingx.portieris.testbed.NotaryServer;
import io.starlingx.portieris.testbed.TestAuthority;
import io.starlingx.portieris.testbed.object.Namespaces;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The servers around a webhook, all real and on loopback: etcd and API server, notary-server,
 * registry. A ClusterImagePolicy of 50 rules asks for one signer's signature; its secret is in the
 * webhook's namespace, a pull secret is in that of the workloads.
 */
final class Lab implements AutoCloseable {

  static final String NAMESPACE = "bench";
  static final String WEBHOOK_NAMESPACE = "portieris";
  static final String PULL_SECRET = "pull";

  private static final int OTHER_RULES = 44;
  private static final Duration LATE = Duration.ofSeconds(1);

  private final TestAuthority authority;
  private final ControlPlane cluster;
  private final NotaryServer notary;
  private final DockerRegistry registry;
  private final KubernetesClient admin;
  private final HttpClient client;
  private final SignedImages signed;
  private final Link slow;
  private final Link fragile;
  private int folders;

  /**
   * Starts everything.
   *
   * @param directory an empty folder for data and logs
   * @param crds the folder with the policies' definitions
   */
  Lab(Path directory, Path crds) throws IOException {
    authority = TestAuthority.create(directory.resolve("authority"));
    cluster = ControlPlane.start(directory.resolve("kubernetes"));
    notary = NotaryServer.start(directory.resolve("notary"), authority);
    registry = DockerRegistry.start(directory.resolve("registry"), authority);
    admin = cluster.client();
    client = HttpClient.newBuilder().sslContext(authority.clientContext()).build();
    signed = new SignedImages(notary.url(), client);
    slow = new Link(notary.url().getPort(), LATE);
    fragile = new Link(notary.url().getPort(), Duration.ZERO);
    for (String crd : List.of("imagepolicies.yaml", "clusterimagepolicies.yaml")) {
      try (InputStream in = Files.newInputStream(crds.resolve(crd))) {
        admin.load(in).serverSideApply();
      }
    }
    objects();
  }

  private void objects() {
    for (String namespace : List.of(NAMESPACE, WEBHOOK_NAMESPACE)) {
      admin.resource(Namespaces.of(namespace)).create();
    }
    restoreSigner();
    secret(
        NAMESPACE,
        PULL_SECRET,
        "kubernetes.io/dockerconfigjson",
        Map.of(".dockerconfigjson", "{\"auths\":{\"registry.example.com\":{\"auth\":\"YTpi\"}}}"));
    policy("");
  }

  /** Writes the policy, with one more rule or none. */
  private void policy(String more) {
    StringBuilder rules = new StringBuilder(more);
    for (int i = 0; i < OTHER_RULES; i++) {
      rules.append(
          "    - {name: \"registry-%d.example.com/team-%d/*\", policy: {}}\n".formatted(i, i));
    }
    for (Scenario.TrustServer state : Scenario.TrustServer.values()) {
      for (Scenario.Root root : Scenario.Root.values()) {
        rules.append(
            """
                - name: "%s/*"
                  policy:
                    trust:
                      enabled: true
                      trustServer: "https://localhost:%d"
                      signerSecrets: [{name: %s}]
            """
                .formatted(prefix(state, root), port(state), SignedImages.SIGNER));
        if (root == Scenario.Root.PINNED) {
          rules.append("          root: {keyIds: [%s]}\n".formatted(signed.rootKeyId()));
        }
      }
    }
    String policy =
        """
        apiVersion: portieris.cloud.ibm.com/v1
        kind: ClusterImagePolicy
        metadata: {name: bench}
        spec:
          repositories:
        """
            + rules;
    admin.load(new ByteArrayInputStream(policy.getBytes(UTF_8))).serverSideApply();
  }

  /** The policy asks for a signer of this image who does not exist. */
  void refuse(SignedImage image) {
    policy(
        "    - {name: \"%s\", policy: {trust: {enabled: true, signerSecrets: [{name: nobody}]}}}\n"
            .formatted(image.name()));
  }

  /** The policy is as it was. */
  void refuseNothing() {
    policy("");
  }

  /** The signer's secret holds the key of somebody else. */
  void replaceSigner() {
    signer(SigningKey.bare().pem());
  }

  /** The signer's secret is as it was. */
  void restoreSigner() {
    signer(signed.signerKey());
  }

  private void signer(String key) {
    secret(
        WEBHOOK_NAMESPACE,
        SignedImages.SIGNER,
        "Opaque",
        Map.of("name", SignedImages.SIGNER, "publicKey", key));
  }

  private void secret(String namespace, String name, String type, Map<String, String> data) {
    admin
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .endMetadata()
                .withType(type)
                .withStringData(data)
                .build())
        .serverSideApply();
  }

  private String prefix(Scenario.TrustServer state, Scenario.Root root) {
    return (registry.host() + "/" + state + "/" + root).toLowerCase(Locale.ROOT);
  }

  private int port(Scenario.TrustServer state) {
    return switch (state) {
      case UP -> notary.url().getPort();
      case SLOW -> slow.port();
      case DOWN -> fragile.port();
    };
  }

  /** Publishes so many repositories with one signed tag each, in a folder of their own. */
  List<SignedImage> publish(Scenario.TrustServer state, Scenario.Root root, int number)
      throws IOException, InterruptedException {
    String folder = prefix(state, root) + "/run-" + folders++ + "/app-";
    List<SignedImage> images = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      // One after the other: a notary-server that keeps its keys in memory bears no more.
      signed.publish(folder + i);
      images.add(SignedImage.first(folder + i));
    }
    return images;
  }

  /** Signs the tag of an image with another digest. */
  SignedImage resign(SignedImage image) throws IOException, InterruptedException {
    String next = SignedImage.first(image.repository() + " again").hex();
    signed.resign(image.repository(), next);
    return new SignedImage(image.repository(), next);
  }

  /** The trust server is not reached any more through the way that DOWN takes. */
  void cut() throws IOException {
    fragile.close();
  }

  /** The trust server, reached without any fault. */
  URI trustServer() {
    return notary.url();
  }

  /** Public key of the signer whom the policy names, in PEM. */
  String signerKey() {
    return signed.signerKey();
  }

  RequestLog trustRequests() {
    return new RequestLog(notary.process().log());
  }

  RequestLog registryRequests() {
    return new RequestLog(registry.process().log());
  }

  TestAuthority authority() {
    return authority;
  }

  ControlPlane cluster() {
    return cluster;
  }

  KubernetesClient admin() {
    return admin;
  }

  HttpClient client() {
    return client;
  }

  @Override
  public void close() {
    client.shutdownNow();
    admin.close();
    try {
      slow.close();
      fragile.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      registry.close();
      notary.close();
      cluster.close();
    }
  }
}
