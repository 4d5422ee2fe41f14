/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.bench.admission;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.starlingx.portieris.bench.admission.Scenario.Named;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Creates pods through the API server, which calls a webhook twice for each: to change it and to
 * look at the result.
 */
final class PodCreation implements AutoCloseable {

  private static final String NAME = "bench";
  private static final Duration EFFECT_LIMIT = Duration.ofSeconds(30);

  private final Lab lab;
  private final String token;
  private final HttpClient client;
  private final AtomicInteger created = new AtomicInteger();
  private Optional<Target> called = Optional.empty();

  PodCreation(Lab lab) throws IOException {
    this.lab = lab;
    this.client =
        HttpClient.newBuilder()
            .sslContext(Authority.trusting(lab.cluster().certificateAuthority()))
            .build();
    this.token = lab.admin().getConfiguration().getAutoOAuthToken();
  }

  /** Has the API server call this webhook, or none, and no other, for pods. */
  void call(Optional<Target> webhook) {
    if (!webhook.equals(called)) {
      unregister();
      webhook.ifPresent(this::register);
      called = webhook;
    }
  }

  private void register(Target target) {
    KubernetesClient admin = lab.admin();
    String bundle = Base64.getEncoder().encodeToString(target.authority().getBytes(UTF_8));
    for (String kind : List.of("Mutating", "Validating")) {
      admin
          .resource(
              """
              apiVersion: admissionregistration.k8s.io/v1
              kind: %sWebhookConfiguration
              metadata: {name: %s}
              webhooks:
                - name: bench.portieris.cloud.ibm.com
                  clientConfig: {url: "%s", caBundle: %s}
                  rules: [{operations: [CREATE], apiGroups: [""], apiVersions: [v1], resources: [pods]}]
                  failurePolicy: Fail
                  sideEffects: NoneOnDryRun
                  timeoutSeconds: 15
                  admissionReviewVersions: [v1]
              """
                  .formatted(
                      kind,
                      NAME,
                      kind.equals("Mutating") ? target.url() : target.url().resolve("/validate"),
                      bundle))
          .create();
    }
  }

  private void unregister() {
    var configurations = lab.admin().admissionRegistration().v1();
    configurations.mutatingWebhookConfigurations().withName(NAME).delete();
    configurations.validatingWebhookConfigurations().withName(NAME).delete();
  }

  /**
   * Waits until the API server does as it was told, by dry runs with an image named by its tag.
   *
   * @param pinned whether images are replaced then
   * @param warned whether the yardstick is asked then
   */
  void awaitEffect(SignedImage image, boolean pinned, boolean warned)
      throws IOException, InterruptedException {
    Await.until(
        "pods are created as the webhook says",
        EFFECT_LIMIT,
        () -> {
          HttpResponse<String> response = create(image.name(), "?dryRun=All");
          boolean isPinned = response.body().contains('"' + image.pinned() + '"');
          boolean isWarned =
              response.headers().allValues("Warning").stream()
                  .anyMatch(warning -> warning.contains(NoOpWebhook.WARNING));
          return response.statusCode() == 201 && isPinned == pinned && isWarned == warned;
        });
  }

  /**
   * Somebody who creates pods, over HTTP/2 as clients of the API server do.
   *
   * @param pinned whether images named by their tag are replaced
   */
  Asker asker(List<SignedImage> images, Named named, boolean pinned) {
    return load -> {
      for (Load.Asked asked = load.take(); asked != null; asked = load.take()) {
        SignedImage image = images.get(asked.index() % images.size());
        String name = image.as(named);
        HttpResponse<String> response = create(name, "");
        String expected = pinned ? image.pinned() : name;
        boolean isRight =
            response.statusCode() == 201 && response.body().contains('"' + expected + '"');
        load.answered(asked, isRight, () -> response.statusCode() + " " + response.body());
      }
    };
  }

  private HttpResponse<String> create(String image, String query)
      throws IOException, InterruptedException {
    URI pods = URI.create(lab.cluster().url() + "/api/v1/namespaces/" + Lab.NAMESPACE + "/pods");
    HttpRequest request =
        HttpRequest.newBuilder(pods.resolve("pods" + query))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(pod(image)))
            .build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private String pod(String image) {
    return """
    {"apiVersion":"v1","kind":"Pod","metadata":{"name":"pod-%d"},"spec":{
     "imagePullSecrets":[{"name":"%s"}],
     "containers":[{"name":"c","image":"%s","resources":{"limits":{"cpu":"1","memory":"1Gi"}}}]}}
    """
        .formatted(created.incrementAndGet(), Lab.PULL_SECRET, image);
  }

  /** Nobody is called any more. */
  @Override
  public void close() {
    unregister();
    client.close();
  }

  /** Removes all pods, so that the next run finds a store as this one did. */
  void clear() {
    lab.admin().pods().inNamespace(Lab.NAMESPACE).withGracePeriod(0).delete();
  }
}
