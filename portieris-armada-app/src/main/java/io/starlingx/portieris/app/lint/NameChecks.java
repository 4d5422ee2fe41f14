/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.lint;

import io.starlingx.portieris.app.content.Application;
import io.starlingx.portieris.app.yaml.Yaml;
import io.starlingx.portieris.app.yaml.YamlFile;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The tarball's own name, of which several programs read the application's. */
final class NameChecks {

  private static final Pattern FORM =
      Pattern.compile("(?<name>.+)-(?<version>[0-9]+\\.[0-9]+-[0-9]+)\\.(tgz|tar\\.gz)");
  private static final Pattern VERSION = Pattern.compile("\\d+\\.\\d+-\\d+.*");
  private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9._+-]+");

  private static final Rule EXTENSION =
      Rule.error(
          "name/extension",
          "the system client and the API look at the file's name before its content",
          "name the file <app>-<N>.<N>-<N>.tgz");
  private static final Rule SHELL =
      Rule.error(
          "name/shell-characters",
          "sysinv puts the name into a shell command without quotes when it extracts the file",
          "use letters, digits, '.', '_', '+' and '-' only");
  private static final Rule NAME_FORM =
      Rule.warning(
          "name/form",
          "bootstrap and the scan of bundled applications tell the application from the file's"
              + " name",
          "name the file <app>-<N>.<N>-<N>.tgz");
  private static final Rule NAME_DIFFERS =
      Rule.warning(
          "name/other-than-metadata",
          "bootstrap waits for the application that the file's name tells, the platform knows it"
              + " by its metadata",
          "give file and metadata.yaml the same name and version");
  private static final Rule VERSION_FORM =
      Rule.warning(
          "version/form",
          "sysinv takes plugins of versions that are not <N>.<N>-<N> out of Python's path when it"
              + " starts",
          "write app_version as \"<N>.<N>-<N>\"");
  private static final Rule APP_NAME =
      Rule.warning(
          "name/app-name",
          "sysinv loads plugins again at its start only for names of letters, digits, '_' and '-'",
          "use letters, digits, '_' and '-' only");

  private static final Rule OPENSTACK =
      Rule.warning(
          "name/openstack",
          "sysinv takes every application whose name ends in openstack for the application"
              + " openstack, and mixes up their plugins",
          "choose another name");

  private NameChecks() {}

  static void check(Application app, Findings findings) throws IOException {
    if (app.isTarball()) {
      checkFileName(app, findings);
    }
    Optional<YamlFile> metadata = app.yaml("metadata.yaml");
    if (metadata.isEmpty()) {
      return;
    }
    Yaml document = metadata.get().first();
    openstack(document, findings);
    document
        .text("app_version")
        .filter(version -> !VERSION.matcher(version).matches())
        .ifPresent(
            version ->
                findings.add(
                    VERSION_FORM,
                    "metadata.yaml",
                    document.lineOf("app_version"),
                    "app_version " + version + " is not of the form N.N-N"));
    document
        .text("app_name")
        .filter(name -> !name.matches("[\\w-]+"))
        .ifPresent(
            name ->
                findings.add(
                    APP_NAME,
                    "metadata.yaml",
                    document.lineOf("app_name"),
                    "app_name '" + name + "' holds other characters"));
  }

  private static void openstack(Yaml document, Findings findings) {
    document
        .text("app_name")
        .filter(name -> name.endsWith("openstack"))
        .ifPresent(
            name ->
                findings.add(
                    OPENSTACK,
                    "metadata.yaml",
                    document.lineOf("app_name"),
                    "app_name " + name + " ends in openstack"));
  }

  private static void checkFileName(Application app, Findings findings) throws IOException {
    String name = app.name();
    if (!SAFE.matcher(name).matches()) {
      findings.add(SHELL, name, "the file's name holds spaces or other special characters");
    }
    if (!name.endsWith(".tgz") && !name.endsWith(".tar.gz")) {
      findings.add(
          EXTENSION,
          name,
          name
              + " has unrecognizable tar file extension. Supported extensions are: .tgz and"
              + " .tar.gz.");
      return;
    }
    Matcher form = FORM.matcher(name);
    if (!form.matches()) {
      findings.add(NAME_FORM, name, "the file's name does not end in -N.N-N.tgz");
      return;
    }
    differs("app_name", form.group("name"), app, findings);
    differs("app_version", form.group("version"), app, findings);
  }

  private static void differs(String key, String fromName, Application app, Findings findings)
      throws IOException {
    app.yaml("metadata.yaml")
        .flatMap(file -> file.first().text(key))
        .filter(value -> !value.equals(fromName))
        .ifPresent(
            value ->
                findings.add(
                    NAME_DIFFERS,
                    app.name(),
                    "the file's name says " + fromName + ", " + key + " says " + value));
  }
}
