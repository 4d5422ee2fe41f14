/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.kube;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether the API server keeps what policies say. Under an older schema it would drop fields
 * silently, and with them the checks that they ask for.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/overview/kubernetes-api/#openapi-v3">Kubernetes
 *     OpenAPI V3</a>
 */
public final class ServedPolicySchema {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String DOCUMENT = "/openapi/v3/apis/portieris.cloud.ibm.com/v1";
  private static final List<String> KINDS = List.of("ImagePolicy", "ClusterImagePolicy");
  private static final String KEEPS = "x-kubernetes-preserve-unknown-fields";
  private static final String POLICY =
      "/properties/spec/properties/repositories/items/properties/policy";
  private static final List<String> OPEN =
      List.of(
          "/properties/spec",
          "/properties/spec/properties/repositories/items",
          POLICY,
          POLICY + "/properties/trust");

  private static final String MEND = ": run ./portieris crds apply, or apply the chart's crds/";

  /**
   * Looks in a row that have to find nothing where something was: an API server that has just
   * started comes to know its definitions one after another.
   */
  private static final int LOOKS = 3;

  /** What is wrong; {@code absent} when there is no schema at all. */
  private record Finding(boolean absent, String text) {}

  private final KubernetesClient client;
  private int absences;
  private volatile Optional<String> problem =
      Optional.of("the schema of the policies has not been read yet");

  /** Nothing is known until {@link #refresh}. */
  public ServedPolicySchema(KubernetesClient client) {
    this.client = client;
  }

  /** What is wrong with the schema that is served, as of the last look. */
  public Optional<String> problem() {
    return problem;
  }

  /** Looks again. While the API server cannot be asked, a schema that was good stays good. */
  public void refresh() {
    try {
      Optional<Finding> finding = check(client.raw(DOCUMENT));
      absences = finding.filter(Finding::absent).isPresent() ? absences + 1 : 0;
      if (absences == 0 || absences >= LOOKS || problem.isPresent()) {
        problem = finding.map(Finding::text);
      }
    } catch (KubernetesClientException e) {
      if (problem.isPresent()) {
        problem = Optional.of("the schema of the policies: " + ApiFailure.cause(e));
      }
    }
  }

  private static Optional<Finding> check(@Nullable String document) {
    if (document == null) {
      return absent("the custom resource definitions of the policies are not installed" + MEND);
    }
    JsonNode schemas;
    try {
      schemas = JSON.readTree(document).path("components").path("schemas");
    } catch (JsonProcessingException e) {
      return absent("the schema of the policies is not JSON");
    }
    return KINDS.stream().flatMap(kind -> check(schemas, kind).stream()).findFirst();
  }

  private static Optional<Finding> check(JsonNode schemas, String kind) {
    return schemas.properties().stream()
        .filter(schema -> schema.getKey().endsWith("." + kind))
        .map(Map.Entry::getValue)
        .findFirst()
        .map(schema -> keepsEverything(schema, kind))
        .orElseGet(
            () -> absent("the custom resource definition of " + kind + " is not installed" + MEND));
  }

  private static Optional<Finding> keepsEverything(JsonNode schema, String kind) {
    boolean open = OPEN.stream().allMatch(at -> schema.at(at).path(KEEPS).asBoolean(false));
    boolean known = !schema.at(POLICY + "/properties/trust/properties/root").isMissingNode();
    return open && known
        ? Optional.empty()
        : Optional.of(
            new Finding(
                false,
                "the custom resource definition of "
                    + kind
                    + " is that of an older version and drops fields"
                    + MEND));
  }

  private static Optional<Finding> absent(String text) {
    return Optional.of(new Finding(true, text));
  }
}
