/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.rehearsal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.starlingx.portieris.app.image.ImageException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Ask the webhook as the API server, the kubelet and Prometheus do. */
final class Visitors {

  /** Images of each protocol: what fewer teach leaves the compilers at work after the start. */
  private static final int UNSEEN = 300;

  private static final int SHARE = 4;
  private static final int AT_A_TIME = 4;
  private static final int KNOWN = 20;
  private static final int ROUNDS = 60;

  private static final String REVIEW =
      """
      {"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1","request":{
        "uid":"705ab4f5-6393-11e8-b7cc-42010a800002",
        "kind":{"group":"apps","version":"v1","kind":"Deployment"},
        "resource":{"group":"apps","version":"v1","resource":"deployments"},
        "name":"web","namespace":"team-a","operation":"CREATE",
        "userInfo":{"username":"admin","groups":["system:masters"]},
        "object":{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web"},"spec":{
          "replicas":2,"selector":{"matchLabels":{"app":"web"}},"template":{
            "metadata":{"labels":{"app":"web"}},"spec":{
              "imagePullSecrets":[{"name":"pull"}],
              "containers":[{"name":"web","image":"@IMAGE@","ports":[{"containerPort":80}],
                "resources":{"limits":{"cpu":"1","memory":"1Gi"}}}]}}}},
        "oldObject":null,"dryRun":false,"options":{"kind":"CreateOptions"}}}
      """;

  private final int port;
  private final byte[] authority;

  /**
   * Visitors of one webhook.
   *
   * @param authority whose certificates it shows, in PEM
   */
  Visitors(int port, byte[] authority) {
    this.port = port;
    this.authority = authority;
  }

  /**
   * All visits.
   *
   * @throws ImageException when a signed image is not admitted by its digest, or an unsigned one is
   */
  void visit() throws IOException, ImageException, GeneralSecurityException, InterruptedException {
    for (HttpClient.Version version : HttpClient.Version.values()) {
      try (HttpClient client =
          HttpClient.newBuilder().version(version).sslContext(context()).build()) {
        List<String> unseen =
            IntStream.range(0, UNSEEN).mapToObj(number -> image(version, number)).toList();
        verify(client, unseen);
        for (int round = 0; round < ROUNDS; round++) {
          for (String image : unseen.subList(0, KNOWN)) {
            require(client, image, "\"patch\"");
          }
        }
        require(client, Publisher.REGISTRIES + "unsigned:v1", "\"allowed\":false");
        require(client, "quay.io/other/app:1", "\"allowed\":true");
        client.send(
            HttpRequest.newBuilder(uri("/health/readiness")).build(),
            HttpResponse.BodyHandlers.discarding());
      }
    }
  }

  /** One of each {@link #SHARE} is shown for a token only, another one has a pinned root. */
  private static String image(HttpClient.Version version, int number) {
    String folder =
        switch (number % SHARE) {
          case 0 -> StandInTrustServer.PRIVATE;
          case 1 -> Publisher.PINNED;
          default -> Publisher.REGISTRIES + "team/";
        };
    return folder
        + version.name().toLowerCase(Locale.ROOT)
        + "-app-"
        + number
        + ":"
        + SignedRepository.TAG;
  }

  /** Asks about images that nobody has asked about, some at a time. */
  private void verify(HttpClient client, List<String> images)
      throws IOException, ImageException, InterruptedException {
    try (ExecutorService askers = Executors.newFixedThreadPool(AT_A_TIME)) {
      List<Future<?>> answers = new ArrayList<>();
      for (String image : images) {
        answers.add(
            askers.submit(
                () -> {
                  require(client, image, "\"patch\"");
                  return image;
                }));
      }
      for (Future<?> answer : answers) {
        answer.get();
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ImageException refused) {
        throw refused;
      }
      if (e.getCause() instanceof IOException failed) {
        throw failed;
      }
      throw new IllegalStateException(e);
    }
  }

  private void require(HttpClient client, String image, String expected)
      throws IOException, ImageException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(uri("/admit?timeout=15s"))
            .POST(HttpRequest.BodyPublishers.ofString(REVIEW.replace("@IMAGE@", image)))
            .build();
    String answer = client.send(request, HttpResponse.BodyHandlers.ofString(UTF_8)).body();
    if (!answer.contains(expected)) {
      throw new ImageException("the webhook answered in its rehearsal: " + answer);
    }
  }

  private URI uri(String path) {
    return URI.create("https://127.0.0.1:" + port + path);
  }

  private SSLContext context() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setCertificateEntry(
        "ca",
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(authority)));
    TrustManagerFactory managers = TrustManagerFactory.getInstance("PKIX");
    managers.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    return context;
  }
}
