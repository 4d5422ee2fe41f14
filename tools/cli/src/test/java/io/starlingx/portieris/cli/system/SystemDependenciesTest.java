/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Applications that need others, on a real API server. */
@ExtendWith(SharedCluster.class)
class SystemDependenciesTest {

  private final Path directory;
  private final SystemClient system;

  SystemDependenciesTest(PlainCluster cluster, @TempDir Path directory) {
    this.directory = directory;
    this.system = cluster.system(directory);
  }

  @AfterEach
  void clean() {
    system.applications().forEach(system::discard);
  }

  @Test
  void missingApplicationsAreWarnedOfOrRequired() throws IOException {
    String metadata =
        """
        app_name: demo
        app_version: "1.0-1"
        supported_k8s_version: {minimum: "1.24.4"}
        dependent_apps:
          - {name: cert-manager, version: '.*', action: %s}
        """;
    upload(new DemoTarball().file("metadata.yaml", metadata.formatted("warn")));
    assertThat(system.show("demo", "progress"))
        .isEqualTo(
            "completed - this app depends on the following missing apps: cert-manager (compatible"
                + " version(s): .*)");
    assertThat(system.run("application-apply", "demo").err())
        .contains(
            "This app depends on the following missing apps: cert-manager (compatible version(s):"
                + " .*).\n");
    assertThat(system.show("demo", "status")).isEqualTo("applied");
    assertThat(system.show("demo", "progress"))
        .isEqualTo("completed - check /var/log/sysinv.log to verify missing dependencies.");
    system.discard("demo");

    upload(new DemoTarball().file("metadata.yaml", metadata.formatted("error")));
    system.run("application-apply", "demo");
    assertThat(system.show("demo", "status")).isEqualTo("apply-failed");
    assertThat(system.show("demo", "progress"))
        .isEqualTo(
            "This app depends on the following missing apps: cert-manager (compatible version(s):"
                + " .*). Please install them and try to apply again.");
  }

  @Test
  void anApplicationThatIsNeededIsAppliedOnTheWay() throws IOException {
    upload(needing("base", ""));
    upload(needing("demo", "{name: base, version: '1\\..*', action: apply}"));

    SystemRun applied = system.run("application-apply", "demo");

    assertThat(applied.code()).as(applied.err()).isZero();
    assertThat(applied.err())
        .contains("demo: Installing dependent applications\n")
        .contains("demo: base: Applying app base. Chart demo applied. Overall completion: 100%\n")
        .endsWith("demo: applied: completed\n");
    assertThat(system.show("base", "status")).isEqualTo("applied");
    assertThat(system.show("base", "active")).isEqualTo("True");
  }

  @Test
  void applicationsThatNeedEachOtherAreRefused() throws IOException {
    upload(needing("base", "{name: demo, version: '.*', action: error}"));
    upload(needing("demo", "{name: base, version: '.*', action: apply}"));

    system.run("application-apply", "demo");

    assertThat(system.show("demo", "status")).isEqualTo("apply-failed");
    assertThat(system.show("demo", "progress")).isEqualTo("Circular dependency detected.");
    assertThat(system.show("base", "status")).isEqualTo("uploaded");
  }

  private static DemoTarball needing(String name, String dependency) {
    return needing(name, "1.0-1", dependency);
  }

  private static DemoTarball needing(String name, String version, String dependency) {
    return new DemoTarball()
        .file(
            "metadata.yaml",
            """
            app_name: %s
            app_version: "%s"
            supported_k8s_version: {minimum: "1.24.4"}
            dependent_apps: [%s]
            """
                .formatted(name, version, dependency));
  }

  @Test
  void anApplicationThatIsNotThereComesFromThoseOfThePlatform() throws IOException {
    Path bundles = Files.createDirectories(directory.resolve("bundles"));
    bundle(bundles, "base-1.0-1.tgz", needing("base", ""));
    bundle(bundles, "base-1.0-2.tgz", needing("base", "1.0-2", ""));
    bundle(bundles, "base-2.0-1.tgz", needing("base", "2.0-1", ""));
    upload(needing("demo", "{name: base, version: '1\\..*', action: apply}"));

    SystemRun applied = system.run("application-apply", "demo", "--bundles=" + bundles);

    assertThat(applied.code()).as(applied.err()).isZero();
    assertThat(applied.err())
        .contains("demo: base: validating and uploading charts\n")
        .endsWith("demo: applied: completed\n");
    assertThat(system.show("base", "status")).isEqualTo("applied");
    assertThat(system.show("base", "app_version")).isEqualTo("1.0-2");
  }

  @Test
  void oneOfSeveralAlternativesIsEnough() throws IOException {
    upload(needing("first", ""));
    upload(needing("second", ""));
    upload(
        needing(
            "demo",
            "[{name: absent, version: '.*', action: apply}, {name: first, version: '.*', action:"
                + " apply}, {name: second, version: '.*', action: apply}]"));

    SystemRun applied = system.run("application-apply", "demo");

    assertThat(applied.code()).as(applied.err()).isZero();
    assertThat(system.show("first", "status")).isEqualTo("applied");
    assertThat(system.show("second", "status")).isEqualTo("uploaded");
  }

  @Test
  void ofAlternativesThoseThatAreRequiredAreTold() throws IOException {
    upload(
        needing(
            "demo",
            "[{name: a, version: '1', action: warn}, {name: b, version: '2', action: error}]"));

    system.run("application-apply", "demo");

    assertThat(system.show("demo", "progress"))
        .isEqualTo(
            "This app depends on the following missing apps: b (compatible version(s): 2). Please"
                + " install them and try to apply again.");
  }

  @Test
  void anUpdateAppliesWhatTheNewVersionNeedsBeforeItBegins() throws IOException {
    upload(needing("base", ""));
    upload(needing("demo", ""));
    system.succeeding("application-apply", "demo");

    SystemRun updated =
        update(needing("demo", "2.0-1", "{name: base, version: '.*', action: apply}"));

    assertThat(updated.code()).as(updated.err()).isZero();
    assertThat(updated.err().indexOf("demo: Installing dependent applications\n"))
        .isNotNegative()
        .isLessThan(updated.err().indexOf("demo: Application update starting.\n"));
    assertThat(system.show("base", "status")).isEqualTo("applied");
  }

  @Test
  void anUpdateToAVersionThatNeedsWhatIsNotThereLeavesTheClusterAlone() throws IOException {
    upload(needing("demo", ""));
    system.succeeding("application-apply", "demo");

    SystemRun updated =
        update(needing("demo", "2.0-1", "{name: base, version: '.*', action: error}"));

    assertThat(updated.code()).isOne();
    assertThat(updated.err())
        .contains("This app depends on the following missing apps: base")
        .doesNotContain("Application update starting.");
    assertThat(system.show("demo", "app_version")).isEqualTo("1.0-1");
    assertThat(system.show("demo", "status")).isEqualTo("applied");
  }

  private SystemRun update(DemoTarball tarball) throws IOException {
    return system.run("application-update", tarball.write(directory).toString());
  }

  private static void bundle(Path bundles, String name, DemoTarball tarball) throws IOException {
    Files.write(bundles.resolve(name), tarball.bytes());
  }

  private SystemRun upload(DemoTarball tarball) throws IOException {
    return system.run("application-upload", tarball.write(directory).toString());
  }
}
