/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.starlingx.portieris.framework.diagnosis.Diagnosis;
import io.starlingx.portieris.framework.diagnosis.Symptom;
import io.starlingx.portieris.framework.manifest.HelmRelease;
import io.starlingx.portieris.framework.manifest.HelmRelease.CrdPolicy;
import io.starlingx.portieris.framework.manifest.HelmRelease.Procedure;
import io.starlingx.portieris.testbed.object.Namespaces;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Flux keeps Helm's records in another namespace than a release's objects, where it is told so. */
@ExtendWith(SharedCluster.class)
class FluxNamespacesTest {

  private static final Procedure USUAL = new Procedure(true, true, CrdPolicy.SKIP);
  private static final HelmRelease RELEASE =
      new HelmRelease(
          "demo",
          "flux-own",
          "target-demo",
          "flux-target",
          "flux-own",
          "demo",
          "1.0.0",
          Path.of("static.yaml"),
          Path.of("system.yaml"),
          Map.of(),
          List.of(),
          Duration.ofMinutes(1),
          USUAL,
          USUAL);

  private final KubernetesClient client;

  FluxNamespacesTest(PlainCluster cluster) {
    client = cluster.client();
  }

  @BeforeEach
  void install() throws Exception {
    for (String name : List.of("flux-own", "flux-target")) {
      client.namespaces().resource(Namespaces.of(name)).create();
    }
    client
        .persistentVolumeClaims()
        .inNamespace("flux-target")
        .resource(
            new PersistentVolumeClaimBuilder()
                .withNewMetadata()
                .withName("data")
                .endMetadata()
                .withNewSpec()
                .withAccessModes("ReadWriteOnce")
                .withNewResources()
                .addToRequests("storage", new Quantity("1Gi"))
                .endResources()
                .endSpec()
                .build())
        .create();
    client
        .secrets()
        .inNamespace("flux-own")
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withName("sh.helm.release.v1.target-demo.v1")
                .withLabels(
                    Map.of(
                        "owner", "helm",
                        "name", "target-demo",
                        "status", "failed",
                        "version", "1"))
                .endMetadata()
                .withType("helm.sh/release.v1")
                .withData(Map.of("release", record()))
                .build())
        .create();
  }

  private static String record() throws IOException {
    String manifest =
        "apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: data}\nspec: {}\n";
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(new ObjectMapper().writeValueAsBytes(Map.of("manifest", manifest)));
    }
    byte[] stored = Base64.getEncoder().encode(out.toByteArray());
    return Base64.getEncoder().encodeToString(stored);
  }

  @AfterEach
  void clean() {
    for (String name : List.of("flux-own", "flux-target")) {
      client.namespaces().withName(name).delete();
    }
  }

  @Test
  void whatIsWrongInTheTargetNamespaceIsFound() throws Exception {
    assertThat(new Diagnosis(client).of(List.of(RELEASE)))
        .extracting(Symptom::object)
        .containsExactly("PersistentVolumeClaim flux-target/data");
  }
}
