/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.cli.system.RestTarget.Answer;
import io.starlingx.portieris.testbed.ControlPlane;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Applications brought to the versions that come with the platform, by the REST API. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RestPlatformUpdateTest {

  private static final String AUTO = "upgrades: {auto_update: true}";
  private static final String STATUS = "/v1/apps/get_apps_update_status";

  private final ControlPlane controlPlane;
  @TempDir Path directory;
  private RestTarget target;

  RestPlatformUpdateTest(@TempDir Path root) {
    controlPlane = ControlPlane.start(root.resolve("cluster"));
  }

  @BeforeEach
  void begin() throws Exception {
    Files.createDirectories(RestTarget.bundles(state()));
    target = RestTarget.start(controlPlane.kubeconfig(), state());
  }

  @AfterEach
  void end() {
    target.close();
    SystemRun.of(controlPlane.kubeconfig(), state(), "application-remove", "demo", "--force");
  }

  @AfterAll
  void stop() {
    controlPlane.close();
  }

  @Test
  void anAppliedApplicationBecomesTheNewestThatWantsToReplaceIt() throws Exception {
    apply(tarball("1.0-1", ""));
    bundle("1.0-2", AUTO);
    bundle("1.0-10", AUTO);
    bundle("1.0-11", "upgrades: {auto_update: false}");
    bundle("1.0-12", AUTO + "\nsupported_k8s_version: {minimum: \"9.99\"}");
    Files.writeString(RestTarget.bundles(state()).resolve("demo-1.0-13.tgz"), "no tarball");

    updateAll("update_all");

    target.await("update of all applications: completed, updated [demo], failed []");
    assertThat(app("app_version")).isEqualTo("1.0-10");
    assertThat(app("status")).isEqualTo("applied");
    assertThat(target.get(STATUS).body())
        .hasToString("{\"failed_apps\":[],\"status\":\"completed\",\"updated_apps\":[\"demo\"]}");
  }

  @Test
  void anUploadedApplicationIsReplacedAndKeepsTheUsersValues() throws Exception {
    upload(tarball("1.0-1", ""));
    target.patch(
        "/v1/helm_charts/demo?name=demo&namespace=demo-space",
        "{\"values\": {\"set\": [\"data.user=u\"]}}");
    bundle("1.0-2", AUTO);

    updateAll("update_all");

    target.await("update of all applications: completed, updated [demo]");
    assertThat(app("app_version")).isEqualTo("1.0-2");
    assertThat(app("status")).isEqualTo("uploaded");
    assertThat(
            target
                .get("/v1/helm_charts/demo?name=demo&namespace=demo-space")
                .body()
                .path("user_overrides")
                .asText())
        .isEqualTo("data:\n  user: u\n");
  }

  @Test
  void anApplicationWhoseApplyFailedIsAppliedAgainBeforeItIsUpdated() throws Exception {
    upload(tarball("1.0-1", "").release("timeout: 5s"));
    values("deploy=true");
    target.patch("/v1/apps/demo?directive=apply", "{\"values\": {}}");
    target.await("demo: apply-failed");
    values("deploy=false");
    bundle("1.0-2", AUTO);

    updateAll("update_all");

    target.await("update of all applications: completed, updated [demo]");
    assertThat(app("app_version")).isEqualTo("1.0-2");
    assertThat(app("status")).isEqualTo("applied");
  }

  @Test
  void oneThatFailsTwiceEndsTheUpdateAndIsBackAsItWas() throws Exception {
    apply(tarball("1.0-1", ""));
    DemoTarball broken =
        tarball("1.0-2", AUTO)
            .chartVersion("1.0.2")
            .chart("templates/broken.yaml", "{{ fail \"not this one\" }}");
    Files.write(RestTarget.bundles(state()).resolve("demo-1.0-2.tgz"), broken.bytes());

    updateAll("update_all");

    target.await("update of all applications: failed, updated [], failed [demo]");
    assertThat(app("app_version")).isEqualTo("1.0-1");
    assertThat(app("status")).isEqualTo("applied");
    assertThat(target.get(STATUS).body().path("status").asText()).isEqualTo("failed");

    updateAll("update_all");

    target.await("demo: version 1.0-2 is passed over: an update to it has failed before");
    target.await("update of all applications: completed, updated [], failed []");
    assertThat(app("app_version")).isEqualTo("1.0-1");
  }

  @Test
  void afterARollbackOfThePlatformAnOlderVersionComesBack() throws Exception {
    apply(tarball("2.0-1", ""));
    bundle("1.0-2", "");

    updateAll("rollback_all_apps");

    target.await("update of all applications: completed, updated [demo]");
    assertThat(app("app_version")).isEqualTo("1.0-2");
    assertThat(app("status")).isEqualTo("applied");
  }

  @Test
  void anApplicationThatDoesNotWantToBecomeOlderStays() throws Exception {
    apply(tarball("2.0-1", "downgrades: {auto_downgrade: false}"));
    bundle("1.0-2", "");

    updateAll("rollback_all_apps");

    target.await("update of all applications: completed, updated [], failed []");
    assertThat(app("app_version")).isEqualTo("2.0-1");
  }

  private void updateAll(String call) throws IOException {
    Answer answer = target.send("POST", "/v1/apps/" + call, "{}");
    assertThat(answer.status()).as(answer.body().toString()).isEqualTo(204);
  }

  private void apply(DemoTarball tarball) throws Exception {
    upload(tarball);
    target.patch("/v1/apps/demo?directive=apply", "{\"values\": {}}");
    target.await("demo: applied");
  }

  private void upload(DemoTarball tarball) throws Exception {
    assertThat(target.upload("demo.tgz", tarball.bytes()).status()).isEqualTo(200);
    target.await("demo: uploaded");
  }

  private void values(String argument) throws IOException {
    target.patch(
        "/v1/helm_charts/demo?name=demo&namespace=demo-space",
        "{\"values\": {\"set\": [\"" + argument + "\"]}}");
  }

  private String app(String member) throws IOException {
    return target.get("/v1/apps/demo").body().path(member).asText();
  }

  private void bundle(String version, String metadata) throws IOException {
    Files.write(
        RestTarget.bundles(state()).resolve("demo-" + version + ".tgz"),
        tarball(version, metadata).bytes());
  }

  private static DemoTarball tarball(String version, String metadata) {
    String bounds =
        metadata.contains("supported_k8s_version")
            ? ""
            : "supported_k8s_version: {minimum: \"1.24.4\"}\n";
    return new DemoTarball()
        .file(
            "metadata.yaml",
            "app_name: demo\napp_version: \"%s\"\n%s%s\n".formatted(version, bounds, metadata));
  }

  private Path state() {
    return directory.resolve("state");
  }
}
