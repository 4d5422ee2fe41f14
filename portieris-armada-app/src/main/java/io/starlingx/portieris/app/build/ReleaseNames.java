/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.build;

import io.starlingx.portieris.app.DnsName;
import io.starlingx.portieris.app.Finding;
import io.starlingx.portieris.app.manifest.Release;
import io.starlingx.portieris.app.yaml.Yaml;
import io.starlingx.portieris.app.yaml.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether the names of a release are such as Kubernetes takes, before they become part of file
 * names or of the plugin's text.
 *
 * @param origins which file became which
 */
record ReleaseNames(Origins origins) {

  /** What is wrong with a release's names, with file and line. */
  List<Finding> check(Release release) throws IOException {
    List<Finding> mistakes = new ArrayList<>();
    Path file = release.staticOverrides().resolveSibling("helmrelease.yaml");
    if (!DnsName.SUBDOMAIN.accepts(release.name())) {
      String message =
          "metadata.name '%s' must be %s".formatted(release.name(), DnsName.SUBDOMAIN.form());
      mistakes.add(finding(file, message, "metadata", "name"));
    }
    if (!DnsName.LABEL.accepts(release.namespace())) {
      mistakes.add(namespace(release.namespace(), file));
    }
    return mistakes;
  }

  private Finding namespace(String namespace, Path file) throws IOException {
    String message = "namespace '%s' must be %s".formatted(namespace, DnsName.LABEL.form());
    for (String[] place :
        List.of(new String[] {"spec", "targetNamespace"}, new String[] {"metadata", "namespace"})) {
      if (YamlReader.read(file).first().at(place).isPresent()) {
        return finding(file, message, place);
      }
    }
    Path kustomization = file.resolveSibling("kustomization.yaml");
    return Files.exists(kustomization)
        ? finding(kustomization, message, "namespace")
        : finding(file, message);
  }

  private Finding finding(Path file, String message, String... place) throws IOException {
    Yaml document = YamlReader.read(file).first();
    return new Finding(
        origins.source(file).orElse(file).toString(), document.lineOf(place), message);
  }
}
