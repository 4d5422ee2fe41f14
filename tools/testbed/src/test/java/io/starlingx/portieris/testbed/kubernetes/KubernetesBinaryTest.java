/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.testbed.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.starlingx.portieris.testbed.Progress;
import io.starlingx.portieris.testbed.TestbedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KubernetesBinaryTest {

  private static final List<String> PROGRAMS = List.of("etcd", "kube-apiserver", "kubectl");

  @TempDir private Path directory;

  private final AtomicInteger built = new AtomicInteger();

  @Test
  void givenFolderComesFirst() {
    Path given = directory.resolve("given");
    PROGRAMS.forEach(name -> Scripts.write(given.resolve(name), ""));

    KubernetesPrograms programs = binary(given.toString(), working("build")).obtain();

    assertThat(programs.apiServer()).isEqualTo(given.resolve("kube-apiserver"));
    assertThat(built).hasValue(0);
  }

  @Test
  void givenFolderWithoutProgramIsNamedAndNotPassedOver() throws IOException {
    Path given = Files.createDirectories(directory.resolve("given"));

    assertThatThrownBy(() -> binary(given.toString(), working("build")).obtain())
        .isInstanceOf(TestbedException.class)
        .hasMessageContaining("KUBEBUILDER_ASSETS is " + given)
        .hasMessageContaining("kube-apiserver");
  }

  @Test
  void controllerManagerIsMissedOnlyWhenItIsAskedFor() {
    KubernetesPrograms programs = binary("", working("archive")).obtain();

    assertThat(programs.kubectl()).isExecutable();
    assertThatThrownBy(programs::controllerManager)
        .isInstanceOf(TestbedException.class)
        .hasMessageContaining("no program kube-controller-manager")
        .hasMessageContaining("from archive");
  }

  @Test
  void nextSourceIsTriedAndItsResultKept() {
    KubernetesPrograms first = binary("", failing("download"), working("build")).obtain();
    KubernetesPrograms again = binary("", failing("download"), failing("build")).obtain();

    assertThat(first.origin()).isEqualTo("from build");
    assertThat(again).isEqualTo(first);
    assertThat(built).hasValue(1);
  }

  @Test
  void preparingObtainsOnce() {
    binary("", working("build")).prepare();
    binary("", working("build")).prepare();

    assertThat(built).hasValue(1);
  }

  @Test
  void tamperedProgramIsNotRunButObtainedAgain() throws IOException {
    Path server = binary("", working("build")).obtain().apiServer();
    Files.writeString(server, "#!/bin/sh\necho other\n");

    Path again = binary("", working("build")).obtain().apiServer();

    assertThat(again).hasContent("#!/bin/sh\necho build");
    assertThat(built).hasValue(2);
  }

  @Test
  void withoutAnyWayOneMessageNamesThemAll() {
    assertThatThrownBy(() -> binary("", failing("download"), failing("build")).obtain())
        .isInstanceOf(TestbedException.class)
        .hasMessageContaining("set KUBEBUILDER_ASSETS to a folder")
        .hasMessageContaining(
            "copy the folder " + directory.resolve("cache/1.34.4-linux-amd64").toString())
        .hasMessageContaining("download\n      download does not work here")
        .hasMessageContaining("build\n      build does not work here");
    assertThat(directory.resolve("cache/1.34.4-linux-amd64")).doesNotExist();
  }

  @Test
  void severalAtOnceBuildOnce() throws Exception {
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<KubernetesPrograms>> all =
          IntStream.range(0, 8)
              .mapToObj(_ -> executor.submit(() -> binary("", working("build")).obtain()))
              .toList();
      for (Future<KubernetesPrograms> each : all) {
        assertThat(each.get().apiServer()).isExecutable();
      }
    }

    assertThat(built).hasValue(1);
  }

  private KubernetesBinary binary(String assets, ProgramSource... sources) {
    return new KubernetesBinary(
        assets,
        new ProgramCache(
            directory.resolve("cache"), new Platform("linux", "amd64"), Progress.silent()),
        List.of(sources));
  }

  private ProgramSource working(String name) {
    return new NamedSource(name) {
      @Override
      public String obtain(Path target) {
        built.incrementAndGet();
        PROGRAMS.forEach(program -> Scripts.write(target.resolve(program), "echo " + name));
        return "from " + name;
      }
    };
  }

  private static ProgramSource failing(String name) {
    return new NamedSource(name) {
      @Override
      public String obtain(Path target) {
        Scripts.write(target.resolve("half"), "");
        throw new TestbedException(name + " does not work here");
      }
    };
  }

  private abstract static class NamedSource implements ProgramSource {

    private final String name;

    NamedSource(String name) {
      this.name = name;
    }

    @Override
    public String way() {
      return name;
    }

    @Override
    public String version() {
      return KubernetesBinary.VERSION;
    }
  }
}
