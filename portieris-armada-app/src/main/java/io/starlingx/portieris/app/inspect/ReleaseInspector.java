/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.inspect;

import io.starlingx.portieris.app.content.Application;
import io.starlingx.portieris.app.content.FluxRelease;
import io.starlingx.portieris.app.content.ServedApi;
import io.starlingx.portieris.app.content.WheelContent;
import io.starlingx.portieris.app.inspect.Inspection.Image;
import io.starlingx.portieris.app.inspect.Inspection.Release;
import io.starlingx.portieris.app.mirror.ImageParser;
import io.starlingx.portieris.app.mirror.MirroredImages;
import io.starlingx.portieris.app.mirror.MirroredImages.Rewrite;
import io.starlingx.portieris.app.mirror.ReleaseValues;
import io.starlingx.portieris.app.yaml.FlatValues;
import io.starlingx.portieris.app.yaml.Yaml;
import io.starlingx.portieris.app.yaml.YamlFile;
import io.starlingx.portieris.app.yaml.YamlReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A HelmRelease with its values and images. */
final class ReleaseInspector {

  private static final Yaml NOTHING = new Yaml.Scalar(1, "", Yaml.Kind.NULL);
  private static final String SYSTEM = "/system_overrides.json";

  private final Application app;
  private final Yaml systemOverrides;

  ReleaseInspector(Application app, Collection<WheelContent> wheels) {
    this.app = app;
    this.systemOverrides =
        wheels.stream()
            .flatMap(wheel -> wheel.texts().entrySet().stream())
            .filter(text -> text.getKey().endsWith(SYSTEM))
            .map(Map.Entry::getValue)
            .findFirst()
            .map(text -> new YamlReader().next(text.getBytes(StandardCharsets.UTF_8)).first())
            .orElse(NOTHING);
  }

  Release inspect(FluxRelease release) throws IOException {
    Yaml document = release.yaml().first();
    String name = release.name().orElse("");
    String namespace = namespace(release, document);
    String version = document.text("apiVersion").orElse("");
    Yaml system = systemOverrides.at(name, namespace).orElse(NOTHING);
    Yaml values = ReleaseValues.of(app, release).merged().values();
    MirroredImages images = ImageParser.released().parse(values);
    MirroredImages master = ImageParser.master().parse(values);
    return new Release(
        name,
        document.text("spec", "releaseName").orElse(""),
        namespace,
        release.chart().orElse("") + " " + release.version().orElse(""),
        version,
        ServedApi.of("HelmRelease", version).map(ServedApi::servedBy).orElse(""),
        release.valuesKeys(),
        FlatValues.of(overrides(release)),
        FlatValues.of(system),
        images.downloads().stream()
            .map(local -> new Image(MirroredImages.source(local), local))
            .toList(),
        images.rewrites(),
        difference(master.rewrites(), images.rewrites()));
  }

  private static List<Rewrite> difference(List<Rewrite> all, List<Rewrite> known) {
    return all.stream().filter(rewrite -> !known.contains(rewrite)).toList();
  }

  /** As kustomize sets it: the release's kustomization, then the root's, which wins. */
  private String namespace(FluxRelease release, Yaml document) throws IOException {
    Optional<String> root = namespace("fluxcd-manifests/kustomization.yaml");
    Optional<String> own = namespace(release.directory() + "/kustomization.yaml");
    return document
        .text("spec", "targetNamespace")
        .or(() -> root)
        .or(() -> own)
        .or(() -> document.text("metadata", "namespace"))
        .orElse("");
  }

  private Optional<String> namespace(String kustomization) throws IOException {
    return app.yaml(kustomization).flatMap(file -> file.first().text("namespace"));
  }

  private Yaml overrides(FluxRelease release) throws IOException {
    String file = release.directory() + "/" + release.staticOverrides().orElse("none");
    return app.yaml(file).map(YamlFile::first).orElse(NOTHING);
  }
}
