/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.starlingx.portieris.testbed.TestAuthority;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Base64;

/**
 * A mutating webhook that is called after the one under test. It first undoes the digest, so that
 * the one under test is called again and changes the pod once more; thereby called again itself, it
 * puts the image of an annotation into the pod when no mutating webhook has a word any more.
 */
final class SwappingWebhook implements AutoCloseable {

  static final String ANNOTATION = "test/swap";

  /** A pod with this annotation gets another one, and keeps its images. */
  static final String TOUCH = "test/touch";

  private final HttpsServer server;
  private final ObjectMapper json = new ObjectMapper();

  private SwappingWebhook(HttpsServer server) {
    this.server = server;
    server.createContext("/", this::answer);
    server.start();
  }

  static SwappingWebhook start(TestAuthority authority, KubernetesClient admin) throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    HttpsServer server = HttpsServer.create(new InetSocketAddress(loopback, 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(authority.serverContext("127.0.0.1")));
    SwappingWebhook webhook = new SwappingWebhook(server);
    String bundle = Base64.getEncoder().encodeToString(authority.certificatePem().getBytes(UTF_8));
    admin
        .resource(
            """
            apiVersion: admissionregistration.k8s.io/v1
            kind: MutatingWebhookConfiguration
            metadata: {name: swap}
            webhooks:
              - name: swap.example.com
                clientConfig: {url: "https://127.0.0.1:%d/", caBundle: "%s"}
                rules:
                  - {operations: [CREATE], apiGroups: [""], apiVersions: [v1], resources: [pods]}
                reinvocationPolicy: IfNeeded
                failurePolicy: Fail
                sideEffects: None
                admissionReviewVersions: [v1]
            """
                .formatted(server.getAddress().getPort(), bundle))
        .create();
    return webhook;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      JsonNode request = json.readTree(exchange.getRequestBody()).path("request");
      JsonNode annotations = request.at("/object/metadata/annotations");
      String patch = "[]";
      if (annotations.has(TOUCH)) {
        patch = "[" + annotation("touched") + "]";
      } else if (annotations.has("test/called")) {
        patch = "[" + image(annotations.path(ANNOTATION).asText()) + "]";
      } else if (annotations.has(ANNOTATION)) {
        patch =
            "["
                + annotation("called")
                + ","
                + image(RegisteredWebhook.REPOSITORY + ":signed")
                + "]";
      }
      byte[] answer =
          """
          {"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","response":
            {"uid":"%s","allowed":true,"patchType":"JSONPatch","patch":"%s"}}
          """
              .formatted(
                  request.path("uid").asText(),
                  Base64.getEncoder().encodeToString(patch.getBytes(UTF_8)))
              .getBytes(UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, answer.length);
      exchange.getResponseBody().write(answer);
    }
  }

  private static String annotation(String name) {
    return "{\"op\":\"add\",\"path\":\"/metadata/annotations/test~1" + name + "\",\"value\":\"\"}";
  }

  private static String image(String image) {
    return "{\"op\":\"replace\",\"path\":\"/spec/containers/0/image\",\"value\":\"" + image + "\"}";
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
