/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.review;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.webhook.review.DecodedReview.Review;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class WorkloadFieldsProperties {

  private static final List<String> NAMES =
      List.of(
          "metadata",
          "name",
          "generateName",
          "uid",
          "ownerReferences",
          "controller",
          "apiVersion",
          "kind",
          "containers",
          "initContainers",
          "ephemeralContainers",
          "image",
          "volumes",
          "reference",
          "imagePullSecrets",
          "serviceAccountName",
          "serviceAccount",
          "env",
          "annotations",
          "hostPath");

  @Property
  void nothingThatADecisionNeedsIsPassedOver(
      @ForAll("values") String metadata, @ForAll("pods") String pod) {
    byte[] body =
        Reviews.of("", "v1", "pods", "", "{\"metadata\":" + metadata + ",\"spec\":" + pod + "}")
            .getBytes(UTF_8);

    AdmissionRequest whole = ((Review) ReviewDecoder.decode(body)).request();
    AdmissionRequest kept = ((Review) ReviewDecoder.decodeWorkload(body)).request();

    assertThat(WorkloadReader.read(kept)).isEqualTo(WorkloadReader.read(whole));
    assertThat(ReviewedObject.of(kept, "")).isEqualTo(ReviewedObject.of(whole, ""));
    assertThat(kept.withoutObjects()).isEqualTo(whole.withoutObjects());
  }

  /** Pod specs whose containers are usually such. */
  @Provide
  Arbitrary<String> pods() {
    Arbitrary<String> containers =
        Arbitraries.of("a", "b:1", "", "c@d")
            .map(image -> "{\"name\":\"c\",\"image\":\"" + image + "\",\"env\":[{\"name\":\"x\"}]}")
            .list()
            .ofMaxSize(3)
            .map(list -> "[" + String.join(",", list) + "]");
    return containers.flatMap(
        list -> fields(2).map(more -> object(more, Map.of("containers", list))));
  }

  @Provide
  Arbitrary<String> values() {
    return value(3);
  }

  private static Arbitrary<String> value(int depth) {
    Arbitrary<String> plain =
        Arbitraries.of("\"text\"", "\"\"", "null", "true", "false", "7", "1.5", "1e300");
    return depth == 0
        ? plain
        : Arbitraries.oneOf(
            plain,
            value(depth - 1).list().ofMaxSize(3).map(list -> "[" + String.join(",", list) + "]"),
            fields(depth - 1).map(fields -> object(fields, Map.of())));
  }

  private static Arbitrary<Map<String, String>> fields(int depth) {
    return Arbitraries.maps(Arbitraries.of(NAMES), value(depth)).ofMaxSize(5);
  }

  private static String object(Map<String, String> fields, Map<String, String> instead) {
    Map<String, String> all = new TreeMap<>(fields);
    all.putAll(instead);
    return all.entrySet().stream()
        .map(field -> "\"" + field.getKey() + "\":" + field.getValue())
        .collect(Collectors.joining(",", "{", "}"));
  }
}
