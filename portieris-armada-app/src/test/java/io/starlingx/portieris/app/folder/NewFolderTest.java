/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.folder;

import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.app.AppVersion;
import io.starlingx.portieris.app.build.BuildRequest;
import io.starlingx.portieris.app.build.SourcesFixture;
import io.starlingx.portieris.app.build.Unpacked;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NewFolderTest {

  private static final AppVersion VERSION = AppVersion.parse("1.0-1").orElseThrow();

  @TempDir Path work;

  @Test
  void buildsAndLintsCleanAtOnce() throws IOException {
    Path folder = work.resolve("below/hello");

    assertThat(new NewFolder("hello_world", VERSION).write(folder, List.of())).isEmpty();

    Unpacked app = Unpacked.build(BuildRequest.of(folder), work);
    assertThat(app.tarball()).hasFileName("hello_world-1.0-1.tgz");
    assertThat(app.names("charts")).singleElement().asString().startsWith("hello-world-0.1.0+");
  }

  @Test
  void takesChartsAsTheyAre() throws IOException {
    SourcesFixture sources =
        SourcesFixture.empty(work.resolve("sources"))
            .withChart("a", "first", "1.0.0")
            .withChart("b", "second", "v2.0.0");
    Unpacked packed =
        Unpacked.build(
            BuildRequest.of(
                SourcesFixture.empty(work.resolve("packed"))
                    .withChart("charts/third", "third", "3.0.0")
                    .with("app.yaml", "{name: packed, version: 1.0-1}")
                    .directory()),
            work);
    Path archive = packed.file("charts").resolve(packed.names("charts").getFirst());
    Path folder = Files.createDirectory(work.resolve("hello"));

    assertThat(
            new NewFolder("hello", VERSION)
                .write(
                    folder,
                    List.of(
                        sources.directory().resolve("a"),
                        sources.directory().resolve("b"),
                        archive)))
        .isEmpty();

    assertThat(Unpacked.build(BuildRequest.of(folder), work).names("charts"))
        .hasSize(3)
        .contains(archive.getFileName().toString());
    assertThat(folder.resolve("charts/second/Chart.yaml")).content().contains("v2.0.0\n");
  }

  @Test
  void bringsTheChartsThatAChartTakesFromBesideIt() throws IOException {
    SourcesFixture sources =
        SourcesFixture.empty(work.resolve("sources"))
            .withChart("charts/shop", "shop", "1.0.0")
            .with(
                "charts/shop/Chart.yaml",
                """
                apiVersion: v2
                name: shop
                icon: https://example.com/icon.png
                version: 1.0.0
                dependencies: [{name: common, version: 1.x.x, repository: file://../../shared}]
                """)
            .with("charts/shop/templates/x.yaml", "{{ include \"common.x\" . }}\n")
            .with(
                "shared/Chart.yaml",
                """
                apiVersion: v2
                name: common
                type: library
                version: 1.2.3
                dependencies: [{name: names, version: ">=0", repository: file://../names}]
                """)
            .with(
                "shared/templates/_x.tpl",
                """
                {{- define "common.x" -}}
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: {{ include "names.x" . }}}
                {{- end }}
                """)
            .with(
                "names/Chart.yaml", "apiVersion: v2\nname: names\ntype: library\nversion: 0.1.0\n")
            .with("names/templates/_x.tpl", "{{ define \"names.x\" }}x{{ end }}\n");
    Path chart = sources.directory().resolve("charts/shop");
    Path folder = work.resolve("elsewhere/shop");

    assertThat(new NewFolder("shop", VERSION).write(folder, List.of(chart))).isEmpty();

    assertThat(folder.resolve("charts/shop/Chart.yaml"))
        .hasSameTextualContentAs(chart.resolve("Chart.yaml"));
    Unpacked fromCopy = Unpacked.build(BuildRequest.of(folder), work);
    Unpacked fromSources =
        Unpacked.build(
            BuildRequest.of(sources.with("app.yaml", "{name: shop, version: 1.0-1}").directory()),
            work);
    String archive = fromSources.names("charts").getFirst();
    assertThat(fromCopy.file("charts/" + archive))
        .as("the same chart, though what it depends on lies nowhere beside the copy")
        .hasSameBinaryContentAs(fromSources.file("charts/" + archive));
  }

  @Test
  void doesNotTouchAFolderWithAnythingInIt() throws IOException {
    Path folder = Files.createDirectory(work.resolve("hello"));
    Path note = Files.writeString(folder.resolve("note"), "mine");

    assertThat(new NewFolder("hello", VERSION).write(folder, List.of()))
        .singleElement()
        .asString()
        .contains("exists already and is not overwritten");
    assertThat(folder).isDirectoryContaining(path -> path.equals(note));
    assertThat(work.toFile().list()).containsExactly("hello");
  }

  @Test
  void tellsAllThatIsWrongAndWritesNothing() throws IOException {
    Path folder = work.resolve("hello");
    Path chart = SourcesFixture.empty(work.resolve("s")).withChart("a", "a", "1.0.0").directory();

    assertThat(
            new NewFolder("Hello", VERSION)
                .write(
                    folder, List.of(work.resolve("none"), chart.resolve("a"), chart.resolve("a"))))
        .hasSize(3);
    assertThat(folder).doesNotExist();
  }
}
