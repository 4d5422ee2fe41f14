/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import io.starlingx.portieris.webhook.review.WorkloadReading.Found;
import io.starlingx.portieris.webhook.review.WorkloadReading.Refused;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class WorkloadReaderTest {

  private static final String POD_SPEC = "{\"containers\":[{\"image\":\"docker.io/nginx\"}]}";

  static Stream<Arguments> kinds() {
    return Stream.of(
        arguments("", "v1", "pods", "/spec"),
        arguments("", "v1", "replicationcontrollers", "/spec/template/spec"),
        arguments("apps", "v1", "deployments", "/spec/template/spec"),
        arguments("apps", "v1beta1", "deployments", "/spec/template/spec"),
        arguments("apps", "v1beta2", "deployments", "/spec/template/spec"),
        arguments("extensions", "v1beta1", "deployments", "/spec/template/spec"),
        arguments("apps", "v1", "replicasets", "/spec/template/spec"),
        arguments("apps", "v1beta2", "replicasets", "/spec/template/spec"),
        arguments("extensions", "v1beta1", "replicasets", "/spec/template/spec"),
        arguments("apps", "v1", "daemonsets", "/spec/template/spec"),
        arguments("apps", "v1beta2", "daemonsets", "/spec/template/spec"),
        arguments("extensions", "v1beta1", "daemonsets", "/spec/template/spec"),
        arguments("apps", "v1", "statefulsets", "/spec/template/spec"),
        arguments("apps", "v1beta1", "statefulsets", "/spec/template/spec"),
        arguments("apps", "v1beta2", "statefulsets", "/spec/template/spec"),
        arguments("batch", "v1", "jobs", "/spec/template/spec"),
        arguments("batch", "v1", "cronjobs", "/spec/jobTemplate/spec/template/spec"),
        arguments("batch", "v1beta1", "cronjobs", "/spec/jobTemplate/spec/template/spec"));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void findsTheImageOfEachKind(String group, String version, String resource, String path) {
    String object = nested(path, POD_SPEC);

    assertThat(images(Reviews.of(group, version, resource, "", object)))
        .extracting(WorkloadImage::pointer, WorkloadImage::image)
        .containsExactly(tuple(path + "/containers/0/image", "docker.io/nginx"));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void findsTheImageAtZeroReplicas(String group, String version, String resource, String path) {
    String object =
        nested(path, POD_SPEC).replaceFirst("\\{\"spec\":\\{", "{\"spec\":{\"replicas\":0,");

    assertThat(images(Reviews.of(group, version, resource, "", object))).hasSize(1);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void refusesEachKindWithoutPodSpec(String group, String version, String resource, String path) {
    assertThat(refusal(Reviews.of(group, version, resource, "", "{}")))
        .isEqualTo("Deny \"web\", no container in " + path + " names an image");
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void refusesAMalformedObjectOfEachKind(String group, String version, String resource) {
    assertThat(refusal(Reviews.of(group, version, resource, "", "\"lololol\"")))
        .isEqualTo("bad request, unable to read the pod spec: the object must be an object");
  }

  @ParameterizedTest
  @CsvSource({
    "wibble, bibble, tibble, '', wibble/bibble/tibble",
    "batch.volcano.sh, v1alpha1, jobs, '', batch.volcano.sh/v1alpha1/jobs",
    "apps, v1beta1, daemonsets, '', apps/v1beta1/daemonsets",
    "'', v1, services, '', /v1/services",
    "'', v1, pods, binding, /v1/pods/binding",
    "apps, v1, deployments, ephemeralcontainers, apps/v1/deployments/ephemeralcontainers",
    "apps, v1, deployments, scale, apps/v1/deployments/scale"
  })
  void refusesWhatItDoesNotKnow(
      String group, String version, String resource, String sub, String named) {
    assertThat(refusal(Reviews.of(group, version, resource, sub, nested("/spec", POD_SPEC))))
        .isEqualTo(
            "The resource \""
                + named
                + "\" is not supported. Make sure that you are using a supported kubectl version,"
                + " and that you are using a supported Kubernetes workload type");
  }

  @Test
  void findsEveryImageOfAPodInOrder() {
    assertThat(
            images(
                Reviews.pod(
                    """
                    "volumes":[{"name":"v"},{"image":{"reference":"volume:1"}}],
                    "ephemeralContainers":[{"image":"debug:1"}],
                    "containers":[{"image":"a:1"},{"image":" "},{"image":"b:1"}],
                    "initContainers":[{"name":"none"},{"image":"init:1"}]
                    """)))
        .extracting(WorkloadImage::pointer, WorkloadImage::image)
        .containsExactly(
            tuple("/spec/initContainers/1/image", "init:1"),
            tuple("/spec/containers/0/image", "a:1"),
            tuple("/spec/containers/2/image", "b:1"),
            tuple("/spec/ephemeralContainers/0/image", "debug:1"),
            tuple("/spec/volumes/1/image/reference", "volume:1"));
  }

  @Test
  void findsTheImagesOfAnEphemeralContainersRequest() {
    String object =
        nested(
            "/spec",
            "{\"containers\":[{\"image\":\"a\"}],\"ephemeralContainers\":[{\"image\":\"b\"}]}");

    assertThat(images(Reviews.of("", "v1", "pods", "ephemeralcontainers", object)))
        .extracting(WorkloadImage::image)
        .containsExactly("a", "b");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"containers\":{} | /spec/containers must be a list",
        "\"containers\":[1] | /spec/containers/0 must be an object",
        "\"containers\":[{\"image\":[\"a\"]}] | /spec/containers/0/image must be text",
        "\"containers\":[{\"image\":\"a\"}],\"volumes\":[{\"image\":\"b\"}]"
            + " | /spec/volumes/0/image must be an object",
        "\"containers\":[{\"image\":\"a\"}],\"imagePullSecrets\":\"x\""
            + " | /spec/imagePullSecrets must be a list",
        "\"containers\":[{\"image\":\"a\"}],\"serviceAccountName\":7"
            + " | /spec/serviceAccountName must be text"
      })
  void refusesAPodSpecOfAnotherShape(String fields, String complaint) {
    assertThat(refusal(Reviews.pod(fields)))
        .isEqualTo("bad request, unable to read the pod spec: " + complaint);
  }

  @Test
  void refusesAPodWhoseContainersAreAllBlank() {
    assertThat(refusal(Reviews.pod("\"containers\":[{\"image\":\"\"},{\"image\":\"  \"}]")))
        .isEqualTo("Deny \"web\", no container in /spec names an image");
  }

  @Test
  void refusesMoreImagesThanItWouldCheck() {
    String containers =
        "{\"image\":\"a\"},".repeat(WorkloadReader.MAX_IMAGES) + "{\"image\":\"a\"}";

    assertThat(refusal(Reviews.pod("\"containers\":[" + containers + "]")))
        .isEqualTo("Deny \"web\", it names 501 images; at most 500 are checked");
  }

  @Test
  void tellsAsWhomThePodPulls() {
    String fields =
        """
        "containers":[{"image":"a"}],"imagePullSecrets":[{"name":"one"},{},{"name":"two"}],
        "serviceAccountName":"builder"
        """;

    assertThat(found(Reviews.pod(fields)).pod())
        .isEqualTo(new PodIdentity("team-a", List.of("one", "two"), "builder"));
    assertThat(found(Reviews.pod("\"containers\":[{\"image\":\"a\"}]")).pod())
        .isEqualTo(new PodIdentity("team-a", List.of(), "default"));
  }

  private static String nested(String path, String podSpec) {
    String object = podSpec;
    List<String> fields = List.of(path.substring(1).split("/", -1)).reversed();
    for (String field : fields) {
      object = "{\"" + field + "\":" + object + "}";
    }
    return object;
  }

  private static List<WorkloadImage> images(String review) {
    return found(review).images();
  }

  private static Workload found(String review) {
    return ((Found) read(review)).workload();
  }

  private static String refusal(String review) {
    return ((Refused) read(review)).denial().message();
  }

  private static WorkloadReading read(String review) {
    JsonNode request = Reviews.tree(review).path("request");
    JsonNode resource = request.path("resource");
    return WorkloadReader.read(
        new AdmissionRequest(
            request.path("uid").asText(),
            new GroupVersionResource(
                resource.path("group").asText(),
                resource.path("version").asText(),
                resource.path("resource").asText()),
            request.path("subResource").asText(),
            request.path("namespace").asText(),
            request.path("name").asText(),
            "CREATE",
            false,
            Requester.UNKNOWN,
            request.path("object"),
            request.path("oldObject")));
  }
}
