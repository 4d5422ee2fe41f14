/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.junit.jupiter.api.Assumptions.abort;

import com.marcnuri.helm.Helm;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.starlingx.portieris.app.build.BuildProgress;
import io.starlingx.portieris.app.build.ImageName;
import io.starlingx.portieris.app.image.ImageBuild;
import io.starlingx.portieris.app.image.ImageRequest;
import io.starlingx.portieris.app.image.JavaProgram;
import io.starlingx.portieris.testbed.CacheDirectory;
import io.starlingx.portieris.testbed.ControlPlane;
import io.starlingx.portieris.testbed.NotaryClient;
import io.starlingx.portieris.testbed.NotaryServer;
import io.starlingx.portieris.testbed.OciContainer;
import io.starlingx.portieris.testbed.TestAuthority;
import io.starlingx.portieris.testbed.object.Admissions;
import io.starlingx.portieris.testbed.object.Namespaces;
import io.starlingx.portieris.testbed.object.Pods;
import io.starlingx.portieris.testbed.object.ServiceAccounts;
import io.starlingx.portieris.testbed.process.FreePort;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The webhook's image, run by runc as the chart's Deployment asks a kubelet to run it. */
class WebhookContainerTest {

  private static final String NAMESPACE = "portieris";
  private static final String ACCOUNT = "/var/run/secrets/kubernetes.io/serviceaccount";
  private static final String REPOSITORY = "registry.example.com/team/app";
  private static final String DIGEST = "sha256:" + "5d".repeat(32);

  /** A number that neither the image nor the chart names, as OpenShift gives one to a namespace. */
  private static final long ANY_USER = 2_000_000_007;

  private static final Path ROOT = ProjectRoot.path();

  @TempDir private Path directory;

  @Test
  void decidesWithNoRightOnItsNode() throws Exception {
    OciContainer.obstacle().ifPresent(why -> abort("no container can be made here: " + why));
    TestAuthority authority = TestAuthority.create(directory.resolve("tls"));
    try (NotaryServer notary = NotaryServer.start(directory.resolve("notary"), authority);
        ControlPlane cluster = ControlPlane.start(directory.resolve("cluster"));
        KubernetesClient admin = cluster.client()) {
      NotaryClient owner = notary.client(directory.resolve("owner"));
      owner.init(REPOSITORY);
      owner.sign(REPOSITORY, "signed", DIGEST, 345, List.of());
      install(cluster, notary, authority);
      admin.resource(Namespaces.of("team-a")).create();

      try (OciContainer container = start(cluster, admin)) {
        container
            .process()
            .awaitReady(Duration.ofMinutes(2), () -> Admissions.isAdmitted(admin, pod("signed")));

        assertThat(Pods.image(admin.resource(pod("signed")).create()))
            .isEqualTo(REPOSITORY + "@" + DIGEST);
        assertThat(Admissions.refusal(admin, pod("unsigned"))).contains("reason: NO_SUCH_TARGET");
        assertThat(process(container, "status"))
            .contains(
                "Uid:\t%1$d\t%1$d\t%1$d\t%1$d".formatted(ANY_USER),
                "CapInh:\t0000000000000000",
                "CapPrm:\t0000000000000000",
                "CapEff:\t0000000000000000",
                "CapBnd:\t0000000000000000",
                "CapAmb:\t0000000000000000",
                "NoNewPrivs:\t1");
        assertThat(process(container, "mountinfo"))
            .filteredOn(line -> line.matches("\\S+ \\S+ \\S+ \\S+ / .*"))
            .singleElement(STRING)
            .matches("\\S+ \\S+ \\S+ \\S+ / ro\\b.*");
        assertThat(container.process().log())
            .content()
            .contains(" info ")
            .doesNotContain("Exception")
            .doesNotContainPattern("(?m)^\\S+ error ");
      }
    }
    assertThat(Path.of("/proc/self/mountinfo")).content().doesNotContain(directory.toString());
  }

  private void install(ControlPlane cluster, NotaryServer notary, TestAuthority authority)
      throws IOException {
    int port = FreePort.choose();
    Path values =
        Files.writeString(
            directory.resolve("values.yaml"),
            """
            replicaCount: 1
            service: {targetPort: %1$d, metricsPort: %2$d}
            webHooks: {url: "https://127.0.0.1:%1$d"}
            TrustedCACert: %3$s
            trust:
              allowedAddresses: [127.0.0.0/8]
              servers: [{registry: registry.example.com, urls: ["%4$s"]}]
            policies:
              cluster:
                - name: base
                  repositories:
                    - {name: "registry.example.com/*", policy: {trust: {enabled: true}}}
            """
                .formatted(
                    port,
                    FreePort.choose(),
                    Base64.getEncoder().encodeToString(authority.certificatePem().getBytes(UTF_8)),
                    notary.url()));
    new Helm(ROOT.resolve("charts/portieris"))
        .install()
        .withName("portieris")
        .withNamespace(NAMESPACE)
        .createNamespace()
        .withKubeConfig(cluster.kubeconfig())
        .withValuesFile(values)
        .call();
  }

  private OciContainer start(ControlPlane cluster, KubernetesClient admin) throws Exception {
    PodSpec pod =
        admin
            .apps()
            .deployments()
            .inNamespace(NAMESPACE)
            .withName("portieris")
            .get()
            .getSpec()
            .getTemplate()
            .getSpec();
    Container webhook = pod.getContainers().getFirst();
    // The container shares this machine's network, in which a pod would be alone.
    List<String> arguments = new ArrayList<>(webhook.getArgs());
    arguments.addAll(List.of("--listen", "127.0.0.1"));
    URI server = URI.create(cluster.url());
    return OciContainer.start(
        archive(),
        Files.createDirectory(directory.resolve("container")),
        new OciContainer.Settings(
            ANY_USER,
            arguments,
            Map.of(
                "KUBERNETES_SERVICE_HOST", server.getHost(),
                "KUBERNETES_SERVICE_PORT", String.valueOf(server.getPort())),
            mounted(cluster, admin, pod, webhook)));
  }

  private Path archive() throws Exception {
    ImageRequest request =
        new ImageRequest(
            JavaProgram.webhook(),
            ProjectRoot.webhookDistribution(),
            directory.resolve("workspace"),
            Map.of(),
            "webhook.oci.tar",
            new ImageName("docker.io/example/webhook", "1"),
            Files.copy(
                ROOT.resolve("portieris-armada-app/debian.lock"), directory.resolve("debian.lock")),
            CacheDirectory.of(System.getenv()).resolve("packages"),
            Optional.empty(),
            Optional.empty(),
            List.of());
    return new ImageBuild(BuildProgress.silent()).build(request, directory).archive().file();
  }

  /** As a kubelet does it; only {@code /tmp} is the container's own. */
  private Map<String, Path> mounted(
      ControlPlane cluster, KubernetesClient admin, PodSpec pod, Container container)
      throws IOException {
    Map<String, Path> mounted = new TreeMap<>();
    for (var mount : container.getVolumeMounts()) {
      Volume volume =
          pod.getVolumes().stream()
              .filter(each -> each.getName().equals(mount.getName()))
              .findFirst()
              .orElseThrow();
      if (volume.getEmptyDir() == null) {
        mounted.put(mount.getMountPath(), folder(volume.getName(), content(admin, volume)));
      }
    }
    Map<String, String> account =
        Map.of(
            "token", ServiceAccounts.token(admin, NAMESPACE, "portieris"),
            "namespace", NAMESPACE,
            "ca.crt", Files.readString(cluster.certificateAuthority()));
    mounted.put(ACCOUNT, folder("account", account));
    return mounted;
  }

  private static Map<String, String> content(KubernetesClient admin, Volume volume) {
    if (volume.getConfigMap() != null) {
      String name = volume.getConfigMap().getName();
      return admin.configMaps().inNamespace(NAMESPACE).withName(name).get().getData();
    }
    String name = volume.getSecret().getSecretName();
    Secret secret = admin.secrets().inNamespace(NAMESPACE).withName(name).get();
    Map<String, String> content = new TreeMap<>();
    Optional.ofNullable(secret.getData())
        .orElse(Map.of())
        .forEach(
            (key, value) -> content.put(key, new String(Base64.getDecoder().decode(value), UTF_8)));
    return content;
  }

  private Path folder(String name, Map<String, String> files) throws IOException {
    Path folder = Files.createDirectory(directory.resolve(name));
    for (Map.Entry<String, String> file : files.entrySet()) {
      Files.writeString(folder.resolve(file.getKey()), file.getValue());
    }
    return folder;
  }

  private static List<String> process(OciContainer container, String file) throws IOException {
    return Files.readAllLines(Path.of("/proc", String.valueOf(container.pid()), file));
  }

  private static Pod pod(String tag) {
    return Pods.of("team-a", REPOSITORY + ":" + tag);
  }
}
