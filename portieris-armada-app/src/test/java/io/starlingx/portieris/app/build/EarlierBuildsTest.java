/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.starlingx.portieris.app.AppVersion;
import io.starlingx.portieris.app.archive.TarballFixture;
import io.starlingx.portieris.app.build.BuildResult.Built;
import io.starlingx.portieris.app.cache.ProgramCode;
import io.starlingx.portieris.app.chart.RenderedCharts;
import io.starlingx.portieris.app.lint.Wheels;
import io.starlingx.portieris.app.manifest.FluxApi;
import io.starlingx.portieris.app.wheel.SystemOverrides;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EarlierBuildsTest {

  private static final String TAKEN = "take the tarball of an earlier build";
  private static final ProgramCode PROGRAM = new ProgramCode("1");
  private static final String WHEEL = "plugins/k8sapp_demo-1.0-py3-none-any.whl";
  private static final String ENTRY_POINTS =
      """
      [systemconfig.helm_applications]
      demo = systemconfig.helm_plugins.demo
      [systemconfig.helm_plugins.demo]
      001_demo = k8sapp_demo.helm:DemoHelm
      """;

  @TempDir Path directory;

  private SourcesFixture sources;
  private Path memory;
  private final List<String> steps = new ArrayList<>();

  @BeforeEach
  void writeSources() throws IOException {
    memory = directory.resolve("memory/applications");
    sources =
        SourcesFixture.in(directory.resolve("sources"))
            .with(
                "charts/demo/Chart.yaml",
                """
                apiVersion: v2
                name: demo
                icon: https://example.com/icon.png
                version: 1.0.0
                dependencies: [{name: common, version: 1.x.x, repository: file://../../shared}]
                """)
            .with(
                "shared/Chart.yaml",
                "apiVersion: v2\nname: common\ntype: library\nversion: 1.2.3\n")
            .with("shared/templates/_a.tpl", "{{ define \"a\" }}a{{ end }}\n")
            .with("plugin.yaml", "charts: [{name: demo, namespaces: [demo]}]\n");
    Path release = sources.directory().resolve("fluxcd/demo/helmrelease.yaml");
    Files.writeString(release, Files.readString(release).replace("@CHART_VERSION@", "1.0.0"));
  }

  /** A change of one input, with which a build must be done. */
  @FunctionalInterface
  interface Change {
    BuildRequest of(SourcesFixture sources) throws IOException;
  }

  @Test
  void aBuildOfTheSameInputsIsNotDoneAgainAndGivesTheSame() throws IOException {
    Built first = build(sources.request());
    assertThat(steps).doesNotContain(TAKEN);

    Built again = build(sources.request());

    assertThat(steps).containsExactly("read the application folder", TAKEN);
    assertThat(again).isEqualTo(first);
    assertThat(Artifact.of(again.tarball().file())).isEqualTo(again.tarball());
    assertThat(again).isEqualTo(anew(sources.request()));
  }

  @Test
  void warningsAreSaidAgain() throws IOException {
    sources.with(
        "metadata.yaml",
        """
        app_name: demo
        app_version: "@APP_VERSION@"
        helm_repo: stx-platform
        class: optional
        supported_k8s_version: {minimum: "1.24.4"}
        maintain_user_override: true
        """);
    List<?> said = build(sources.request()).warnings();

    assertThat(said).isNotEmpty();
    assertThat(build(sources.request()).warnings()).isEqualTo(said);
    assertThat(steps).contains(TAKEN);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("changes")
  void anyOtherInputIsBuilt(String input, Change change) throws IOException {
    build(sources.request());

    BuildRequest changed = change.of(sources);

    Built built = build(changed);
    assertThat(steps).as(input).doesNotContain(TAKEN);
    assertThat(built).isEqualTo(anew(changed));
  }

  static Stream<Arguments> changes() {
    return Stream.of(
        file(
            "a chart's values",
            "charts/demo/values.yaml",
            "replicas: 2\nimage: {repository: a/b, tag: x}\n"),
        file("a new file of a chart", "charts/demo/templates/NOTES.txt", "hello\n"),
        file("what a chart leaves out", "charts/demo/.helmignore", "values.schema.json\n"),
        file(
            "a chart that it depends on",
            "shared/templates/_a.tpl",
            "{{ define \"a\" }}b{{ end }}\n"),
        file(
            "a manifest",
            "fluxcd/kustomization.yaml",
            "namespace: demo\nresources: [ base, demo ]\n"),
        file("a new manifest", "fluxcd/demo/notes.txt", "hello\n"),
        file("the metadata", "metadata.yaml", METADATA),
        file("the description", "app.yaml", "name: demo\nnamespace: other\n"),
        file(
            "the plugin",
            "plugin.yaml",
            "package: k8sapp_other\ncharts: [{name: demo, namespaces: [demo]}]\n"),
        arguments(
            "a wheel",
            (Change)
                folder -> {
                  Files.createDirectories(folder.directory().resolve("plugins"));
                  Files.write(
                      folder.directory().resolve(WHEEL), Wheels.of("k8sapp-demo", ENTRY_POINTS));
                  return folder.without("plugin.yaml").request();
                }),
        arguments(
            "a chart that is packed",
            (Change)
                folder -> {
                  Files.write(
                      folder.directory().resolve("charts/more.tgz"),
                      new TarballFixture()
                          .withoutSums()
                          .with("more/Chart.yaml", "apiVersion: v2\nname: more\nversion: 1.0.0\n")
                          .bytes());
                  return folder.request();
                }),
        arguments(
            "no Armada manifest",
            (Change) folder -> folder.without("armada/manifest.yaml").request()),
        request(
            "the version", r -> with(r, AppVersion.parse("26.11-2"), r.overrides(), r.fluxApi())),
        request("a word", r -> r.withWord("IMAGE_TAG", "3")),
        request(
            "overrides",
            r ->
                with(
                    r,
                    r.version(),
                    new SystemOverrides(Map.of("demo", Map.of("demo", Map.of("replicas", 3)))),
                    r.fluxApi())),
        request("the Flux API", r -> with(r, r.version(), r.overrides(), Optional.of(FluxApi.V2))));
  }

  private static final String METADATA =
      """
      app_name: demo
      app_version: "@APP_VERSION@"
      helm_repo: stx-platform
      class: optional
      supported_k8s_version: {minimum: "1.24.4"}
      """;

  private static Arguments file(String input, String file, String text) {
    return arguments(input, (Change) folder -> folder.with(file, text).request());
  }

  private static Arguments request(String input, UnaryOperator<BuildRequest> change) {
    return arguments(input, (Change) folder -> change.apply(folder.request()));
  }

  private static BuildRequest with(
      BuildRequest request,
      Optional<AppVersion> version,
      SystemOverrides overrides,
      Optional<FluxApi> api) {
    return new BuildRequest(request.source(), version, request.words(), overrides, api);
  }

  @Test
  void aMistakeThatWasMadeSinceIsFound() throws IOException {
    build(sources.request());
    sources.with("other-static-overrides.yaml", "a: 1\n");

    assertThat(builder(PROGRAM).build(sources.request(), directory.resolve("out")))
        .isInstanceOf(BuildResult.Refused.class);
  }

  @Test
  void aRefusedBuildIsNotRemembered() throws IOException {
    sources.with("charts/demo/templates/configmap.yaml", "{{");

    assertThat(builder(PROGRAM).build(sources.request(), directory.resolve("out")))
        .isInstanceOf(BuildResult.Refused.class);
    assertThat(memory).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 64, 65, 70, -1})
  void anEntryThatIsCutIsNotTaken(int length) throws IOException {
    Built first = build(sources.request());
    byte[] entry = Files.readAllBytes(entries().getFirst());
    int kept = length < 0 ? entry.length + length : length;
    Files.write(entries().getFirst(), java.util.Arrays.copyOf(entry, kept));

    assertThat(build(sources.request())).isEqualTo(first);
    assertThat(steps).doesNotContain(TAKEN);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 63, 64, 80, -1})
  void anEntryWithAnotherByteIsNotTaken(int place) throws IOException {
    Built first = build(sources.request());
    byte[] entry = Files.readAllBytes(entries().getFirst());
    entry[place < 0 ? entry.length + place : place] ^= 1;
    Files.write(entries().getFirst(), entry);

    assertThat(build(sources.request())).isEqualTo(first);
    assertThat(steps).doesNotContain(TAKEN);
    build(sources.request());
    assertThat(steps).as("mended").contains(TAKEN);
  }

  @Test
  void anEntryUnderAnothersNameIsNotTaken() throws IOException {
    build(sources.request());
    Path mine = entries().getFirst();
    byte[] entry = Files.readAllBytes(mine);
    BuildRequest other = sources.request().withWord("IMAGE_TAG", "3");
    build(other);
    Path foreign = entries().stream().filter(file -> !file.equals(mine)).findFirst().orElseThrow();
    Files.write(foreign, entry);

    assertThat(build(other)).isEqualTo(anew(other));
    assertThat(steps).doesNotContain(TAKEN);
  }

  @Test
  void whatOtherCodeBuiltIsNotTaken() throws IOException {
    build(sources.request());

    builder(new ProgramCode("2")).build(sources.request(), directory.resolve("out"));

    assertThat(steps).doesNotContain(TAKEN);
  }

  @Test
  void theCodeOfThisProgramIsKnown() {
    assertThat(ProgramCode.running()).isPresent().isEqualTo(ProgramCode.running());
  }

  @ParameterizedTest
  @ValueSource(strings = {"rwxrwx---", "rwx---rwx"})
  void aFolderThatOthersCanWriteIntoIsNotUsed(String permissions) throws IOException {
    build(sources.request());
    Files.setPosixFilePermissions(memory, PosixFilePermissions.fromString(permissions));

    build(sources.request());

    assertThat(steps).doesNotContain(TAKEN);
  }

  @Test
  void aFolderThatCannotBeWrittenIsOnlyALossOfTime() throws IOException {
    Files.writeString(directory.resolve("memory"), "a file");

    assertThat(build(sources.request())).isEqualTo(anew(sources.request()));
  }

  @Test
  void theOldestAreForgotten() throws IOException {
    Files.createDirectories(memory);
    for (int i = 0; i < 40; i++) {
      Files.createFile(memory.resolve("old" + i)).toFile().setLastModified(1000L * i);
    }

    build(sources.request());

    assertThat(entries()).hasSize(30);
    assertThat(memory.resolve("old10")).doesNotExist();
    assertThat(memory.resolve("old11")).exists();
  }

  @Test
  void anImageIsNotKeptTwice() throws IOException {
    Path image = Files.writeString(directory.resolve("demo.oci.tar"), "an image");

    build(sources.request().withImageArchives(List.of(image)));

    assertThat(memory).doesNotExist();
  }

  private Built build(BuildRequest request) throws IOException {
    return built(builder(PROGRAM), request);
  }

  private AppBuild builder(ProgramCode program) {
    steps.clear();
    return new AppBuild(
        steps::add,
        new BuildCache(
            RenderedCharts.none(),
            PackedCharts.none(),
            EarlierBuilds.of(memory, Optional.of(program))));
  }

  private Built anew(BuildRequest request) throws IOException {
    return built(new AppBuild(BuildProgress.silent()), request);
  }

  private Built built(AppBuild builder, BuildRequest request) throws IOException {
    BuildResult result = builder.build(request, directory.resolve("out"));
    assertThat(result).isInstanceOf(Built.class);
    return (Built) result;
  }

  private List<Path> entries() throws IOException {
    try (Stream<Path> entries = Files.list(memory)) {
      return entries.toList();
    }
  }
}
