/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.folder;

import io.starlingx.portieris.app.AppVersion;
import io.starlingx.portieris.app.Finding;
import io.starlingx.portieris.app.manifest.MetadataFile;
import io.starlingx.portieris.app.wheel.CoreMetadata;
import io.starlingx.portieris.app.yaml.Yaml;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads the {@code app_manifest.yaml} of StarlingX's application generator. Groups of charts and
 * keys that it does not know are passed over, as the generator does.
 *
 * @see <a href="https://opendev.org/starlingx/app-gen-tool">StarlingX: app-gen-tool</a>
 */
final class StockManifestReader {

  /** The key by which such a file is known. */
  static final String APPLICATION = "appManifestFile-config";

  private static final String KUBERNETES = "supported_k8s_version";
  private static final Pattern URL = Pattern.compile("[a-z+]+://.*|git@.*");

  private StockManifestReader() {}

  /**
   * Reads the file's mapping.
   *
   * @param folder what paths in it are relative to
   * @param otherVersion whether the version is told elsewhere, so that this one does not matter
   */
  static Descriptor read(Fields top, Path folder, boolean otherVersion) {
    Fields application = top.below(APPLICATION);
    for (String key : List.of("appName", "namespace", "chart")) {
      need(application, key);
    }
    Optional<AppVersion> version = Optional.empty();
    if (!otherVersion) {
      need(application, "appVersion");
      version = application.version("appVersion");
    }
    Fields metadata = top.below("metadataFile-config");
    List<ChartSource> charts = new ArrayList<>();
    for (Yaml entry : application.list("chart")) {
      chart(new Fields(top.file(), APPLICATION + ".chart[].", entry, top.findings()), folder)
          .ifPresent(charts::add);
    }
    return new Descriptor(
        application.text("appName", Naming.APPLICATION),
        version,
        application.text("namespace", Naming.NAMESPACE),
        charts,
        metadata.text("helm_repo"),
        MetadataValues.of(metadata),
        true,
        true,
        origin(top.below("setupFile-config").below("metadata")),
        notices(metadata));
  }

  /** What the generator writes into the setup.cfg of the plugin's distribution. */
  private static CoreMetadata origin(Fields setup) {
    return new CoreMetadata(
        setup.text("author"),
        setup.text("author-email"),
        setup.text("url"),
        setup.texts("classifier"));
  }

  private static List<Finding> notices(Fields metadata) {
    if (metadata.mapping().at(KUBERNETES).isPresent()) {
      return List.of();
    }
    return List.of(
        new Finding(
            metadata.file(),
            metadata.mapping().line(),
            "metadataFile-config does not say "
                + KUBERNETES
                + ", without which no platform takes the upload: minimum "
                + MetadataFile.OLDEST_KUBERNETES
                + " is filled in"));
  }

  private static Optional<ChartSource> chart(Fields chart, Path folder) {
    need(chart, "name");
    need(chart, "path");
    Optional<String> path = chart.text("path");
    if (path.isEmpty() || isRemote(chart, path.get())) {
      return Optional.empty();
    }
    String subpath = chart.text("subpath").orElse("");
    Path source = folder.resolve(path.get()).normalize();
    boolean isArchive = source.toString().endsWith(".tgz");
    Optional<String> none = Optional.empty();
    return Optional.of(
        new ChartSource(
            isArchive ? source : source.resolve(subpath).normalize(),
            isArchive ? subpath : "",
            chart.text("name"),
            chart.text("version"),
            none,
            none,
            List.of(),
            none,
            chart.file(),
            chart.mapping().line()));
  }

  /** Nothing is fetched over a network here: what was built can be built again. */
  private static boolean isRemote(Fields chart, String path) {
    boolean isGit = path.toLowerCase(Locale.ROOT).endsWith(".git");
    if (!isGit && !URL.matcher(path).matches()) {
      return false;
    }
    chart.report(
        chart.mapping().lineOf("path"),
        "'"
            + path
            + "' is not on this machine, and a build fetches nothing: "
            + (isGit
                ? "clone it and set 'path' to the clone"
                : "download it and set 'path' to the file")
            + ("".equals(chart.text("subpath").orElse("")) ? "" : ", leaving 'subpath' as it is"));
    return true;
  }

  private static void need(Fields fields, String key) {
    if (fields.mapping().at(key).filter(value -> !value.isNull()).isEmpty()) {
      fields.report(fields.mapping().line(), "'" + fields.place() + key + "' is missing");
    }
  }
}
