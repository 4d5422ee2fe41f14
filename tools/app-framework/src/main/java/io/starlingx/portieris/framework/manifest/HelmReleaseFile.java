/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.manifest;

import io.starlingx.portieris.app.DnsName;
import io.starlingx.portieris.framework.manifest.HelmRelease.CrdPolicy;
import io.starlingx.portieris.framework.manifest.HelmRelease.Procedure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads the {@code helmrelease.yaml} of one release directory. */
final class HelmReleaseFile {

  private static final Pattern FILE_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");
  private static final Pattern DURATION = Pattern.compile("(?<count>\\d{1,6})(?<unit>h|m|s|ms)");
  private static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(5);

  private HelmReleaseFile() {}

  /**
   * The release of a directory.
   *
   * @param outerNamespace namespace that the root kustomization sets for all; empty for none
   */
  static HelmRelease read(Path directory, String outerNamespace) throws ManifestException {
    Path file = directory.resolve("helmrelease.yaml");
    Map<String, Object> document = YamlFile.read(file);
    Map<String, Object> spec = YamlFile.section(document, "spec");
    Map<String, Object> chart = YamlFile.section(spec, "chart", "spec");
    String name = name(document, file);
    String namespace = namespace(directory, document, outerNamespace);
    if (namespace.isEmpty()) {
      throw new ManifestException(file + " has no namespace, and no kustomization sets one");
    }
    String target = YamlFile.text(spec, "targetNamespace");
    String storage = YamlFile.text(spec, "storageNamespace");
    String release = YamlFile.text(spec, "releaseName");
    return new HelmRelease(
        name,
        namespace,
        release.isEmpty() ? (target.isEmpty() ? name : target + "-" + name) : release,
        target.isEmpty() ? namespace : target,
        storage.isEmpty() ? namespace : storage,
        required(chart, "chart", file),
        YamlFile.text(chart, "version"),
        staticOverrides(directory, spec, file),
        systemOverrides(directory, name),
        YamlFile.section(spec, "values"),
        YamlFile.mappings(spec, "dependsOn").stream().map(d -> YamlFile.text(d, "name")).toList(),
        timeout(spec, file),
        procedure(YamlFile.section(spec, "install"), CrdPolicy.CREATE, file),
        procedure(YamlFile.section(spec, "upgrade"), CrdPolicy.SKIP, file));
  }

  /** The API server takes no other, and files are named after it before it is asked. */
  private static String name(Map<String, Object> document, Path file) throws ManifestException {
    String name = required(YamlFile.section(document, "metadata"), "name", file);
    if (!DnsName.SUBDOMAIN.accepts(name)) {
      throw new ManifestException(
          file + ": metadata.name '" + name + "' must be " + DnsName.SUBDOMAIN.form());
    }
    return name;
  }

  private static Procedure procedure(Map<String, Object> section, CrdPolicy absent, Path file)
      throws ManifestException {
    return new Procedure(
        !YamlFile.text(section, "disableWait").equals("true"),
        !YamlFile.text(section, "disableWaitForJobs").equals("true"),
        crds(section, absent, file));
  }

  private static String namespace(
      Path directory, Map<String, Object> document, String outerNamespace)
      throws ManifestException {
    if (!outerNamespace.isEmpty()) {
      return outerNamespace;
    }
    Path kustomization = directory.resolve("kustomization.yaml");
    String inner =
        Files.exists(kustomization) ? YamlFile.text(YamlFile.read(kustomization), "namespace") : "";
    return inner.isEmpty()
        ? YamlFile.text(YamlFile.section(document, "metadata"), "namespace")
        : inner;
  }

  private static Path staticOverrides(Path directory, Map<String, Object> spec, Path file)
      throws ManifestException {
    Optional<String> key =
        YamlFile.mappings(spec, "valuesFrom").stream()
            .map(source -> YamlFile.text(source, "valuesKey"))
            .filter(k -> k.endsWith("static-overrides.yaml"))
            .findFirst();
    if (key.isEmpty()) {
      throw new ManifestException("Static overrides file not specified on " + file);
    }
    Path overrides = directory.resolve(fileName(key.get(), file));
    if (!Files.isRegularFile(overrides)) {
      throw new ManifestException(overrides + " does not exist, but " + file + " names it");
    }
    return overrides;
  }

  private static Path systemOverrides(Path directory, String name) throws ManifestException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(f -> f.getFileName().toString().endsWith("-system-overrides.yaml"))
          .sorted()
          .findFirst()
          .orElse(directory.resolve(name + "-system-overrides.yaml"));
    } catch (IOException e) {
      throw new ManifestException("cannot read " + directory + ": " + e.getMessage(), e);
    }
  }

  private static Duration timeout(Map<String, Object> spec, Path file) throws ManifestException {
    String text = YamlFile.text(spec, "timeout");
    if (text.isEmpty()) {
      return DEFAULT_TIMEOUT;
    }
    Duration total = Duration.ZERO;
    Matcher matcher = DURATION.matcher(text);
    int end = 0;
    while (matcher.find() && matcher.start() == end) {
      long count = Long.parseLong(matcher.group("count"));
      total =
          total.plus(
              switch (matcher.group("unit")) {
                case "h" -> Duration.ofHours(count);
                case "m" -> Duration.ofMinutes(count);
                case "s" -> Duration.ofSeconds(count);
                default -> Duration.ofMillis(count);
              });
      end = matcher.end();
    }
    if (end != text.length() || total.isZero()) {
      throw new ManifestException(file + ": timeout " + text + " is not a duration such as 5m0s");
    }
    return total;
  }

  private static CrdPolicy crds(Map<String, Object> section, CrdPolicy absent, Path file)
      throws ManifestException {
    return switch (YamlFile.text(section, "crds")) {
      case "" -> absent;
      case "Skip" -> CrdPolicy.SKIP;
      case "Create" -> CrdPolicy.CREATE;
      case "CreateReplace" -> CrdPolicy.CREATE_REPLACE;
      case String other ->
          throw new ManifestException(
              file + ": crds is " + other + "; accepted: Skip, Create, CreateReplace");
    };
  }

  private static String required(Map<String, Object> section, String key, Path file)
      throws ManifestException {
    String text = YamlFile.text(section, key);
    if (text.isEmpty()) {
      throw new ManifestException(file + " does not set " + key);
    }
    return text;
  }

  /** A name that cannot lead out of the directory. */
  static String fileName(String name, Path source) throws ManifestException {
    if (!FILE_NAME.matcher(name).matches()) {
      throw new ManifestException(source + " names " + List.of(name) + ", which is no file name");
    }
    return name;
  }
}
