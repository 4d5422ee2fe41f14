/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.testbed;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.starlingx.portieris.testbed.kubernetes.KubernetesBinary;
import io.starlingx.portieris.testbed.kubernetes.KubernetesPrograms;
import io.starlingx.portieris.testbed.process.FreePort;
import io.starlingx.portieris.testbed.process.HttpProbe;
import io.starlingx.portieris.testbed.process.ServerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A real etcd and a real kube-apiserver as processes of this machine, on loopback ports of their
 * own. They end when this object is closed or this JVM dies.
 *
 * <p>There is no kubelet: pods are admitted and stored, never run, unless a {@code NodeStandIn}
 * says that they do. Without controllers nothing makes service accounts, so pods need none either;
 * with controllers the ServiceAccount admission plugin is on, and each namespace gets its {@code
 * default} account.
 */
public final class ControlPlane implements AutoCloseable {

  private static final Duration START_LIMIT = Duration.ofMinutes(2);

  private static final int CLIENT_PATIENCE_MS = 60_000;

  /** Its place among the processes: after etcd. */
  private static final int API_SERVER = 1;

  private final KubernetesPrograms programs;
  private final TestAuthority authority;
  private final ClusterAccess access;
  private final AuditLog audit;
  private final String url;
  private final String etcdUrl;
  private final String peerUrl;
  private final Path directory;
  private final List<String> apiServerCommand = new ArrayList<>();
  private final List<ServerProcess> processes = new ArrayList<>(); // in order of their start

  private ControlPlane(KubernetesPrograms programs, Path directory) {
    this.programs = programs;
    this.directory = directory;
    this.authority = TestAuthority.create(directory.resolve("certificates"));
    List<Integer> ports = FreePort.choose(3);
    this.url = "https://127.0.0.1:" + ports.get(0);
    this.etcdUrl = "http://127.0.0.1:" + ports.get(1);
    this.peerUrl = "http://127.0.0.1:" + ports.get(2);
    this.access = new ClusterAccess(directory, url, authority);
    this.audit = new AuditLog(directory);
  }

  /**
   * Starts etcd and the API server and waits until they are ready.
   *
   * @param directory an empty or missing folder for data, certificates and logs
   * @throws TestbedException if a program is missing or does not start
   */
  public static ControlPlane start(Path directory) {
    return start(directory, programs(), false);
  }

  /** As {@link #start(Path)}, with the controller-manager beside them. */
  public static ControlPlane startWithControllers(Path directory) {
    return start(directory, programs(), true);
  }

  /** As {@link #start(Path)} or {@link #startWithControllers}, with given programs. */
  public static ControlPlane start(
      Path directory, KubernetesPrograms programs, boolean controllers) {
    Path absolute = createDirectory(directory.toAbsolutePath());
    ControlPlane plane = new ControlPlane(programs, absolute);
    try {
      plane.access.write();
      plane.run(absolute, controllers);
      return plane;
    } catch (RuntimeException e) {
      plane.close();
      throw e;
    }
  }

  private static KubernetesPrograms programs() {
    return KubernetesBinary.of(System.getenv(), Progress.onStandardError()).obtain();
  }

  private static Path createDirectory(Path directory) {
    try {
      return Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void run(Path directory, boolean controllers) {
    KeyPairFiles serviceAccounts = authority.serverFiles("service-accounts");
    processes.add(ServerProcess.start("etcd", directory, etcd(directory)));
    apiServerCommand.addAll(apiServer(directory, serviceAccounts, controllers));
    startApiServer(directory);
    try (HttpClient client = httpClient()) {
      if (controllers) {
        ServerProcess manager =
            ServerProcess.start(
                "kube-controller-manager", directory, controllerManager(serviceAccounts.key()));
        processes.add(manager);
        manager.awaitReady(
            START_LIMIT, answers(client, "/api/v1/namespaces/default/serviceaccounts/default"));
      }
    }
  }

  private void startApiServer(Path directory) {
    ServerProcess server =
        ServerProcess.start("kube-apiserver", directory, List.copyOf(apiServerCommand));
    processes.add(API_SERVER, server);
    try (HttpClient client = httpClient()) {
      server.awaitReady(START_LIMIT, answers(client, "/readyz"));
      server.awaitReady(START_LIMIT, answers(client, "/api/v1/namespaces/default"));
    }
  }

  /**
   * Kills the API server, runs {@code meanwhile} and starts it again on the same port with the same
   * data; returns once it is ready.
   */
  public void withoutApiServer(Runnable meanwhile) {
    processes.remove(API_SERVER).close();
    try {
      meanwhile.run();
    } finally {
      startApiServer(directory);
    }
  }

  private HttpClient httpClient() {
    return HttpClient.newBuilder().sslContext(authority.clientContext()).build();
  }

  private HttpProbe answers(HttpClient client, String path) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + path))
            .header("Authorization", "Bearer " + access.adminToken())
            .timeout(Duration.ofSeconds(10))
            .build();
    return new HttpProbe(client, request, Set.of(200));
  }

  private List<String> etcd(Path directory) {
    return List.of(
        programs.etcd().toString(),
        "--name=testbed",
        "--data-dir=" + directory.resolve("etcd"),
        "--listen-client-urls=" + etcdUrl,
        "--advertise-client-urls=" + etcdUrl,
        "--listen-peer-urls=" + peerUrl,
        "--initial-advertise-peer-urls=" + peerUrl,
        "--initial-cluster=testbed=" + peerUrl,
        "--unsafe-no-fsync");
  }

  private List<String> apiServer(
      Path directory, KeyPairFiles serviceAccounts, boolean controllers) {
    KeyPairFiles pair = authority.serverFiles("kube-apiserver", "127.0.0.1", "localhost");
    List<String> command =
        new ArrayList<>(
            List.of(
                programs.apiServer().toString(),
                "--etcd-servers=" + etcdUrl,
                "--bind-address=127.0.0.1",
                "--secure-port=" + URI.create(url).getPort(),
                "--advertise-address=127.0.0.1",
                "--endpoint-reconciler-type=none",
                "--cert-dir=" + directory.resolve("certificates"),
                "--tls-cert-file=" + pair.certificate(),
                "--tls-private-key-file=" + pair.key(),
                "--token-auth-file=" + access.tokenFile(),
                "--authorization-mode=RBAC",
                "--service-cluster-ip-range=10.0.0.0/24",
                "--service-account-issuer=https://kubernetes.default.svc.cluster.local",
                "--service-account-key-file=" + serviceAccounts.certificate(),
                "--service-account-signing-key-file=" + serviceAccounts.key(),
                "--allow-privileged=true"));
    command.addAll(audit.arguments());
    if (!controllers) {
      command.add("--disable-admission-plugins=ServiceAccount");
    }
    return command;
  }

  private List<String> controllerManager(Path serviceAccountKey) {
    return List.of(
        programs.controllerManager().toString(),
        "--kubeconfig=" + access.controllerKubeconfig(),
        "--use-service-account-credentials=true",
        "--service-account-private-key-file=" + serviceAccountKey,
        "--root-ca-file=" + authority.certificateFile(),
        "--leader-elect=false",
        "--secure-port=0");
  }

  /** A kubeconfig file of a cluster administrator. */
  public Path kubeconfig() {
    return access.adminKubeconfig();
  }

  /** The API server's address, as in the kubeconfig. */
  public String url() {
    return url;
  }

  /** The certificate of the authority that issued the API server's, as a PEM file. */
  public Path certificateAuthority() {
    return authority.certificateFile();
  }

  /** The authority that issued the API server's certificate. */
  public TestAuthority authority() {
    return authority;
  }

  /** What service accounts have asked of the API server. */
  public AuditLog audit() {
    return audit;
  }

  /** The kubectl program that belongs to this version. */
  public Path kubectl() {
    return programs.kubectl();
  }

  /** A new client with the administrator's rights and much patience; the caller closes it. */
  public KubernetesClient client() {
    Config config =
        new ConfigBuilder(Config.fromKubeconfig(kubeconfig().toFile()))
            .withRequestTimeout(CLIENT_PATIENCE_MS)
            .withConnectionTimeout(CLIENT_PATIENCE_MS)
            .build();
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  /** Lets the processes live on after this JVM; {@link #close} still ends them. */
  public void release() {
    processes.forEach(ServerProcess::release);
  }

  /** The process ids, for whoever has to end a {@link #release released} control plane. */
  public List<Long> pids() {
    return processes.stream().map(ServerProcess::pid).toList();
  }

  @Override
  public void close() {
    processes.reversed().forEach(ServerProcess::close);
  }
}
