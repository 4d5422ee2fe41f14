/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.crds;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.starlingx.portieris.cli.crds.AppliedDefinition.Change;
import io.starlingx.portieris.framework.cluster.DefinedKinds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The custom resource definitions that come with the chart. Helm installs them once and never
 * changes them afterwards, so whoever upgrades without this program's {@code system} commands
 * applies them before.
 */
public final class PolicyDefinitions {

  private static final String OWNER = "portieris";
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private final List<CustomResourceDefinition> definitions;

  private PolicyDefinitions(List<CustomResourceDefinition> definitions) {
    this.definitions = definitions;
  }

  /**
   * Reads those of a chart.
   *
   * @throws IOException when a file cannot be read, or there is none
   */
  public static PolicyDefinitions of(Path chart) throws IOException {
    Path directory = chart.resolve("crds");
    try (Stream<Path> files = Files.list(directory)) {
      List<CustomResourceDefinition> definitions = new ArrayList<>();
      for (Path file : files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList()) {
        definitions.add(
            Serialization.unmarshal(Files.readString(file), CustomResourceDefinition.class));
      }
      if (definitions.isEmpty()) {
        throw new IOException(directory + " holds no definition");
      }
      return new PolicyDefinitions(List.copyOf(definitions));
    }
  }

  /**
   * Applies every definition, by server-side apply as field manager {@code portieris}: fields of an
   * earlier owner are taken over, policies stay. Returns once each is served and told of.
   *
   * @param dryRun whether the API server only says what would become of it
   * @throws IOException when the API server refuses one or does not serve it within 30 s; those
   *     before it are applied
   */
  public List<AppliedDefinition> apply(KubernetesClient client, boolean dryRun) throws IOException {
    List<AppliedDefinition> applied = new ArrayList<>();
    for (CustomResourceDefinition definition : definitions) {
      String name = definition.getMetadata().getName();
      try {
        applied.add(new AppliedDefinition(name, apply(client, definition, dryRun)));
      } catch (KubernetesClientException e) {
        throw new IOException(name + ": " + cause(e), e);
      }
    }
    return applied;
  }

  private static Change apply(
      KubernetesClient client, CustomResourceDefinition definition, boolean dryRun) {
    var api = client.apiextensions().v1().customResourceDefinitions();
    var resource = api.withName(definition.getMetadata().getName());
    CustomResourceDefinition before = resource.get();
    PatchContext.Builder how =
        new PatchContext.Builder()
            .withPatchType(PatchType.SERVER_SIDE_APPLY)
            .withFieldManager(OWNER)
            .withForce(true);
    if (dryRun) {
      how.withDryRun(List.of("All"));
    }
    CustomResourceDefinition after = resource.patch(how.build(), definition);
    if (!dryRun) {
      DefinedKinds.await(client, definition, LONGEST);
    }
    if (before == null) {
      return Change.CREATED;
    }
    return Objects.equals(before.getSpec(), requireNonNull(after, "after").getSpec())
        ? Change.UNCHANGED
        : Change.UPDATED;
  }

  private static String cause(KubernetesClientException e) {
    if (e.getStatus() != null && e.getStatus().getMessage() != null) {
      return e.getStatus().getMessage();
    }
    Throwable deepest = e;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    String message = deepest.getMessage();
    return "the API server did not answer: "
        + (message == null || message.isBlank() ? deepest.getClass().getSimpleName() : message);
  }
}
