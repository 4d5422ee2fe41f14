/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.rehearsal;

import io.starlingx.portieris.app.image.AotTraining;
import io.starlingx.portieris.app.image.ImageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The webhook starts as in a cluster, makes its certificate authority, reads policies, verifies
 * signed images and answers some thousand reviews over HTTP/2 and HTTP/1.1.
 */
public final class WebhookRehearsal implements AotTraining {

  private static final String CRDS = "/apis/portieris.cloud.ibm.com/v1";
  private static final String CONFIGURATIONS = "/apis/admissionregistration.k8s.io/v1/";
  private static final String NAMESPACE = "/api/v1/namespaces/";
  private static final Duration LIMIT = Duration.ofMinutes(5);

  private final Duration limit;

  /** A rehearsal. */
  public WebhookRehearsal() {
    this(LIMIT);
  }

  WebhookRehearsal(Duration limit) {
    this.limit = limit;
  }

  /** What is done with a webhook that is ready. */
  @FunctionalInterface
  private interface Visit {
    void visit(int port, StandInCluster cluster)
        throws IOException, ImageException, GeneralSecurityException, InterruptedException;
  }

  @Override
  public void run(List<String> command, Path work) throws IOException, ImageException {
    try {
      rehearse(command, work, (port, cluster) -> new Visitors(port, authority(cluster)).visit());
    } catch (ImageException e) {
      throw new ImageException(
          "no AOT cache can be made: "
              + e.getMessage()
              + "\nTry again when this machine has less to do, or build without --aot.",
          e);
    }
  }

  @Override
  public Optional<StartUp> start(List<String> command, Path work)
      throws IOException, ImageException {
    return Optional.of(rehearse(command, work, (port, cluster) -> {}));
  }

  private StartUp rehearse(List<String> command, Path work, Visit visit)
      throws IOException, ImageException {
    StandInCluster cluster = new StandInCluster();
    try {
      KeyStoreFile serving =
          KeyStoreFile.make(
              work.resolve("server.p12"),
              SigningKey.Algorithm.P256,
              "localhost",
              "san=dns:%s,ip:%s".formatted(StandInServer.HOST, StandInServer.PRIVATE_HOST));
      Publisher publisher = Publisher.create(work);
      try (StandInServer server =
          new StandInServer(serving, cluster, new StandInTrustServer(publisher))) {
        server.start();
        furnish(cluster, server, publisher);
        ProcessBuilder builder = new ProcessBuilder(arguments(command, work, serving.pem()));
        builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
        builder.environment().putAll(account(work, server.url(StandInServer.HOST)));
        return new TimedProcess(builder, limit).run(port -> visit.visit(port, cluster));
      }
    } catch (GeneralSecurityException e) {
      throw new ImageException("the rehearsal's keys cannot be used", e);
    }
  }

  private static void furnish(StandInCluster cluster, StandInServer server, Publisher publisher)
      throws IOException, GeneralSecurityException {
    String open = "\"x-kubernetes-preserve-unknown-fields\":true,\"properties\"";
    String schema =
        "{\"properties\":{\"spec\":{%s:{\"repositories\":{\"items\":{%s:{\"policy\":{%s:{\"trust\":{%s:{\"root\":{}}}}}}}}}}}}"
            .formatted(open, open, open, open);
    cluster.put(
        "/openapi/v3" + CRDS,
        "{\"components\":{\"schemas\":{\"v1.ImagePolicy\":%s,\"v1.ClusterImagePolicy\":%s}}}"
            .formatted(schema, schema));
    cluster.put(
        CRDS + "/clusterimagepolicies/rehearsal",
        """
        {"apiVersion":"portieris.cloud.ibm.com/v1","kind":"ClusterImagePolicy",
         "metadata":{"name":"rehearsal"},
         "spec":{"repositories":[
          {"name":"%s*","policy":{"trust":{"enabled":true,"trustServer":"%s",
           "signerSecrets":[{"name":"%s"}]}}},
          {"name":"%s*","policy":{"trust":{"enabled":true,"trustServer":"%s"}}},
          {"name":"%s*","policy":{"trust":{"enabled":true,"trustServer":"%s",
           "root":{"keyIds":["%s","%s"]}}}},
          {"name":"quay.io/*","policy":{}}]}}
        """
            .formatted(
                Publisher.REGISTRIES,
                server.url(StandInServer.HOST),
                SignedRepository.SIGNER,
                StandInTrustServer.PRIVATE,
                server.url(StandInServer.PRIVATE_HOST),
                Publisher.PINNED,
                server.url(StandInServer.HOST),
                publisher.root().id(),
                publisher.rsaRoot().id()));
    cluster.put(
        NAMESPACE + "portieris/secrets/" + SignedRepository.SIGNER,
        """
        {"apiVersion":"v1","kind":"Secret","metadata":{"name":"alice","namespace":"portieris"},
         "type":"Opaque","stringData":{"name":"alice","publicKey":"%s"}}
        """
            .formatted(publisher.signer().pem().replace("\n", "\\n")));
    for (String kind : List.of("Mutating", "Validating")) {
      cluster.put(
          CONFIGURATIONS
              + (kind + "WebhookConfigurations/").toLowerCase(Locale.ROOT)
              + "image-admission-config",
          """
          {"apiVersion":"admissionregistration.k8s.io/v1","kind":"%sWebhookConfiguration",
           "metadata":{"name":"image-admission-config"},
           "webhooks":[{"name":"trust.hooks","clientConfig":{"url":"https://127.0.0.1/admit"}}]}
          """
              .formatted(kind));
    }
    cluster.put(
        NAMESPACE + "team-a/secrets/pull",
        """
        {"apiVersion":"v1","kind":"Secret","metadata":{"name":"pull","namespace":"team-a"},
         "type":"kubernetes.io/dockerconfigjson",
         "stringData":{".dockerconfigjson":
          "{\\"auths\\":{\\"registry.example.com\\":{\\"auth\\":\\"YTpi\\"}}}"}}
        """);
  }

  private static List<String> arguments(List<String> command, Path work, String certificate)
      throws IOException {
    Path authorities = Files.createDirectory(work.resolve("authorities"));
    Files.writeString(authorities.resolve("ca.pem"), certificate);
    Files.writeString(
        work.resolve("webhook.yaml"),
        """
        namespace: portieris
        url: https://127.0.0.1:8000
        certificates: {source: own-ca, directory: %s}
        trustedCaDirectory: %s
        trust: {allowedAddresses: ["127.0.0.1", "::1"]}
        """
            .formatted(work.resolve("certificates"), authorities));
    List<String> all = new ArrayList<>(command);
    all.addAll(
        List.of(
            "--config",
            work.resolve("webhook.yaml").toString(),
            "--listen",
            "127.0.0.1",
            "--port",
            "0",
            "--metrics-port",
            "0"));
    return all;
  }

  /** As in a pod it reads no kubeconfig, whose reader loads hundreds of classes. */
  private static Map<String, String> account(Path work, String url) {
    return Map.of(
        "KUBERNETES_MASTER", url,
        "KUBERNETES_CERTS_CA_FILE", work.resolve("authorities/ca.pem").toString(),
        "KUBERNETES_AUTH_TOKEN", "rehearsal",
        "KUBERNETES_AUTH_TRYKUBECONFIG", "false",
        "KUBERNETES_AUTH_TRYSERVICEACCOUNT", "false");
  }

  /** The CA that the webhook has made and stored. */
  private static byte[] authority(StandInCluster cluster) throws ImageException {
    String stored = cluster.text(NAMESPACE + "portieris/secrets/portieris-ca", "/data/tls.crt");
    if (stored.isEmpty()) {
      throw new ImageException("the webhook was ready without a certificate authority");
    }
    return Base64.getDecoder().decode(stored);
  }
}
