/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.folder;

import io.starlingx.portieris.app.AppVersion;
import io.starlingx.portieris.app.Finding;
import io.starlingx.portieris.app.wheel.CoreMetadata;
import io.starlingx.portieris.app.yaml.Yaml;
import io.starlingx.portieris.app.yaml.YamlFile;
import io.starlingx.portieris.app.yaml.YamlReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads an application folder. Its descriptor, {@code app.yaml} or the stock generator's {@code
 * app_manifest.yaml}, may leave open what {@code metadata.yaml} and {@code charts/} tell. Used
 * once.
 */
public final class AppFolder {

  /** Where sysinv puts the charts of an application whose metadata does not say. */
  private static final String SYSINV_REPOSITORY = "starlingx";

  /** Where applications go that their owners build. */
  private static final String OWN_REPOSITORY = "stx-platform";

  private static final String NAMELESS = "nameless";
  private static final String NO_VERSION = "0.0-0";

  private static final Pattern PLACEHOLDER = Pattern.compile("@[A-Z][A-Z0-9_]*@");

  private final List<Finding> findings;

  /**
   * @param findings where what is wrong with the folder is added
   */
  public AppFolder(List<Finding> findings) {
    this.findings = findings;
  }

  /**
   * Reads a folder, or the folder of a descriptor.
   *
   * @param source the folder or the descriptor
   * @param version takes the place of the version in the files
   * @return what is known of the application, also when something was found that is wrong, so that
   *     its charts can be looked at; nothing when there is no application
   * @throws IOException when a file cannot be read
   */
  public Optional<AppDescription> read(Path source, Optional<AppVersion> version)
      throws IOException {
    int before = findings.size();
    if (!Files.exists(source)) {
      findings.add(
          Finding.of(
              source.toString(),
              "does not exist; './portieris app init' makes an application folder"));
      return Optional.empty();
    }
    FolderFiles files;
    if (Files.isDirectory(source)) {
      files = FolderFiles.in(source, findings);
    } else {
      Path folder = Optional.ofNullable(source.getParent()).orElse(Path.of(""));
      files = FolderFiles.in(folder, findings).describedBy(source);
    }
    List<Path> inFolder = files.charts();
    if (files.descriptor().isEmpty() && files.metadata().isEmpty() && inFolder.isEmpty()) {
      findings.add(
          Finding.of(
              source.toString(),
              "is no application folder: it has none of app.yaml, app_manifest.yaml, metadata.yaml"
                  + " and charts/; './portieris app init' makes one"));
      return Optional.empty();
    }
    Descriptor descriptor = descriptor(files, version.isPresent());
    boolean isLeft = isLeftToStaging(files);
    Descriptor metadata = isLeft ? Descriptor.none() : metadata(files, version.isPresent());
    List<ChartSource> charts =
        descriptor.charts().isEmpty()
            ? inFolder.stream().map(ChartSource::of).toList()
            : descriptor.charts();
    if (charts.isEmpty() && findings.size() == before) {
      findings.add(
          Finding.of(
              files.folder().resolve("charts").toString(),
              "holds no chart: put a chart's directory or archive there, or name it in app.yaml"));
    }
    differ(files, "app_name", descriptor.name(), metadata.name());
    Optional<String> name = descriptor.name().or(metadata::name);
    differ(files, "app_version", descriptor.version(), metadata.version());
    Optional<AppVersion> number = version.or(descriptor::version).or(metadata::version);
    if (findings.size() == before && !isLeft) {
      missing(name.isEmpty(), files, "name", "");
      missing(number.isEmpty(), files, "version", ", or give --version 1.0-1");
    }
    return Optional.of(
        new AppDescription(
            files,
            name.orElse(NAMELESS),
            number.or(() -> AppVersion.parse(NO_VERSION)).orElseThrow(),
            descriptor.namespace().orElseGet(() -> name.orElse(NAMELESS).replace('_', '-')),
            charts,
            descriptor
                .helmRepository()
                .or(metadata::helmRepository)
                .orElse(files.metadata().isPresent() ? SYSINV_REPOSITORY : OWN_REPOSITORY),
            descriptor.metadata(),
            descriptor.withArmada(),
            descriptor.withPlugin(),
            descriptor.origin(),
            files.metadata().isPresent() ? List.of() : descriptor.notices()));
  }

  private <T> void differ(FolderFiles files, String key, Optional<T> one, Optional<T> other) {
    if (one.isPresent() && other.isPresent() && !one.equals(other)) {
      findings.add(
          Finding.of(
              files.folder().resolve("metadata.yaml").toString(),
              key
                  + " is "
                  + other.get()
                  + ", but the application's descriptor says "
                  + one.get()
                  + ": write it in one of them only, or @"
                  + key.toUpperCase(Locale.ROOT)
                  + "@ here"));
    }
  }

  private void missing(boolean isMissing, FolderFiles files, String key, String otherwise) {
    if (isMissing) {
      findings.add(
          Finding.of(
              files.descriptor().orElse(files.folder().resolve("app.yaml")).toString(),
              "no file says the application's "
                  + key
                  + ": write '"
                  + key
                  + ": …' here"
                  + otherwise));
    }
  }

  private Descriptor descriptor(FolderFiles files, boolean otherVersion) throws IOException {
    if (files.descriptor().isEmpty()) {
      return Descriptor.none();
    }
    Optional<Fields> top = fields(files.descriptor().get());
    if (top.isEmpty()) {
      return Descriptor.none();
    }
    return top.get().mapping().at(StockManifestReader.APPLICATION).isPresent()
            || files.descriptor().get().endsWith(FolderFiles.STOCK_DESCRIPTOR)
        ? StockManifestReader.read(top.get(), files.folder(), otherVersion)
        : DescriptorReader.read(top.get(), files.folder(), otherVersion);
  }

  /** What the metadata says of the application, where it is not filled in by the build. */
  private Descriptor metadata(FolderFiles files, boolean otherVersion) throws IOException {
    if (files.metadata().isEmpty()) {
      return Descriptor.none();
    }
    Optional<Fields> top = fields(files.metadata().get());
    if (top.isEmpty()) {
      return Descriptor.none();
    }
    Optional<String> name = Optional.empty();
    if (!isFilledIn(top.get(), "app_name")) {
      name = top.get().text("app_name", Naming.APPLICATION);
    }
    Optional<AppVersion> version = Optional.empty();
    if (!otherVersion && !isFilledIn(top.get(), "app_version")) {
      version = top.get().version("app_version");
    }
    Optional<String> repository =
        isFilledIn(top.get(), "helm_repo") ? Optional.empty() : top.get().text("helm_repo");
    return new Descriptor(
        name,
        version,
        Optional.empty(),
        List.of(),
        repository,
        Map.of(),
        true,
        false,
        CoreMetadata.none(),
        List.of());
  }

  /** Metadata that is no YAML may become so when it is filled in; who does that tells of it. */
  private static boolean isLeftToStaging(FolderFiles files) throws IOException {
    return files.metadata().isPresent()
        && Files.isRegularFile(files.metadata().get())
        && !YamlReader.read(files.metadata().get()).isReadable()
        && PLACEHOLDER
            .matcher(Files.readString(files.metadata().get(), StandardCharsets.ISO_8859_1))
            .find();
  }

  private static boolean isFilledIn(Fields metadata, String key) {
    String text = metadata.mapping().text(key).orElse("");
    return text.startsWith("@") || text.contains("_REPLACE_");
  }

  private Optional<Fields> fields(Path file) throws IOException {
    String name = file.toString();
    if (!Files.isRegularFile(file)) {
      findings.add(Finding.of(name, "is not a regular file"));
      return Optional.empty();
    }
    YamlFile yaml = YamlReader.read(file);
    if (!yaml.isReadable()) {
      findings.add(new Finding(name, yaml.line(), "is not YAML: " + yaml.problem()));
      return Optional.empty();
    }
    if (!(yaml.first() instanceof Yaml.Mapping)) {
      findings.add(Finding.of(name, "is not a mapping of keys"));
      return Optional.empty();
    }
    return Optional.of(new Fields(name, "", yaml.first(), findings));
  }
}
