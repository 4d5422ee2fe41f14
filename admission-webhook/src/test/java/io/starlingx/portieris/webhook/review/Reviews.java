/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.review;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.util.Base64;

/** AdmissionReviews as the API server writes them, and answers taken apart. */
public final class Reviews {

  private static final ObjectMapper JSON = new ObjectMapper();

  private Reviews() {}

  /** A review of the creation of a pod with these fields of its spec. */
  public static String pod(String specFields) {
    return of("", "v1", "pods", "", "{\"spec\":{" + specFields + "}}");
  }

  /** A review of the update of a pod. */
  static String update(String object, String oldObject) {
    return of("", "v1", "pods", "", object)
        .replace("\"operation\":\"CREATE\"", "\"operation\":\"UPDATE\"")
        .replace("\"oldObject\":null", "\"oldObject\":" + oldObject);
  }

  /** A review of the creation of an object. */
  public static String of(
      String group, String version, String resource, String subResource, String object) {
    return """
        {"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1","request":{
          "uid":"705ab4f5-6393-11e8-b7cc-42010a800002",
          "kind":{"group":"%s","version":"%s","kind":"Any"},
          "resource":{"group":"%s","version":"%s","resource":"%s"},
          "subResource":"%s","name":"web","namespace":"team-a","operation":"CREATE",
          "userInfo":{"username":"admin","groups":["system:masters"]},
          "object":%s,"oldObject":null,"dryRun":false,"options":{"kind":"CreateOptions"}}}
        """
        .formatted(group, version, group, version, resource, subResource, object);
  }

  static PostedReview posted(byte[] body) {
    return new PostedReview(body, "", new LargeBodies());
  }

  /** The {@code response} of an answer. */
  static JsonNode response(byte[] answer) {
    return tree(new String(answer, UTF_8)).path("response");
  }

  /** The patch of a response, decoded. */
  static JsonNode patch(JsonNode response) {
    return tree(new String(Base64.getDecoder().decode(response.path("patch").asText()), UTF_8));
  }

  /** A document that is shorter to read as YAML. */
  static JsonNode yaml(String yaml) {
    return Serialization.unmarshal("---\n" + yaml, JsonNode.class);
  }

  static JsonNode tree(String json) {
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
