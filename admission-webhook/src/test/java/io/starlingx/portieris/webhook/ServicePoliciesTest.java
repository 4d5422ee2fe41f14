/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.marcnuri.helm.Helm;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.starlingx.portieris.testbed.Awaited;
import io.starlingx.portieris.testbed.object.Namespaces;
import io.starlingx.portieris.testbed.object.Pods;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The policies that the chart brings for IBM's service, and what they admit on a real cluster. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(240)
class ServicePoliciesTest {

  private static final Path CHART =
      Path.of(System.getProperty("portieris.root"), "charts/portieris");

  private final RegisteredWebhook registered;
  private final KubernetesClient admin;

  ServicePoliciesTest(@TempDir Path directory) throws Exception {
    registered = new RegisteredWebhook(directory);
    admin = registered.admin();
    admin.resource(Namespaces.of("ibm-system")).create();
    admin
        .admissionRegistration()
        .v1()
        .mutatingWebhookConfigurations()
        .withName(RegisteredWebhook.CONFIGURATION)
        .delete();
    admin
        .admissionRegistration()
        .v1()
        .validatingWebhookConfigurations()
        .withName(RegisteredWebhook.CONFIGURATION)
        .delete();
    Path values =
        Files.writeString(
            directory.resolve("values.yaml"),
            """
            replicaCount: 0
            webHooks: {url: "https://127.0.0.1:%d"}
            PolicySet: IKS
            clusterPolicy: {allowedRepositories: [{name: "allowed.example.com/*"}]}
            """
                .formatted(registered.webhook().port()));
    new Helm(CHART)
        .install()
        .withName("portieris")
        .withNamespace("portieris")
        .withKubeConfig(registered.kubeconfig())
        .withValuesFile(values)
        .call();
    Awaited.until("the cluster's policy", () -> isAdmitted("default", "allowed.example.com/app"));
    Awaited.until("calls", () -> !isAdmitted("default", "nginx:1.26.0"));
  }

  private boolean isAdmitted(String namespace, String image) {
    try {
      admin.resource(Pods.of(namespace, image)).dryRun().create();
      return true;
    } catch (KubernetesClientException e) {
      return false;
    }
  }

  @AfterAll
  void stop() {
    registered.close();
  }

  @ParameterizedTest
  @CsvSource({
    "kube-system, nginx:1.26.0, true",
    "ibm-system, registry.eu-gb.bluemix.net/armada-master/calico:v1, true",
    "ibm-system, us.icr.io/armada-worker/proxy:v1, true",
    "ibm-system, icr.io/armada/dashboard:v1, true",
    "ibm-system, icr.io/ext/istio/pilot:1.0, true",
    "ibm-system, icr.io.example.com/armada/dashboard:v1, false",
    "default, icr.io/armada/dashboard:v1, false",
  })
  void eachNamespaceRunsWhatItsPolicyLists(String namespace, String image, boolean admitted) {
    Awaited.until(namespace, () -> isAdmitted(namespace, image) == admitted);

    if (admitted) {
      var stored = admin.resource(Pods.of(namespace, image)).create();
      assertThat(stored.getSpec().getContainers().getFirst().getImage()).isEqualTo(image);
    }
  }

  @Test
  void whatRunsInTheSystemsNamespaceCanBeAnnotated() {
    Awaited.until("kube-system", () -> isAdmitted("kube-system", "nginx:1.26.0"));
    var dashboard =
        admin
            .resource(WorkloadKind.DEPLOYMENT.manifest("kube-system", 0, List.of("nginx:1.26.0")))
            .create();

    assertThatCode(
            () ->
                admin
                    .resource(dashboard)
                    .edit(
                        object -> {
                          object.getMetadata().getAnnotations().put("checked", "true");
                          return object;
                        }))
        .doesNotThrowAnyException();
  }
}
