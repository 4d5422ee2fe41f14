/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.sysinv.bootstrap;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads {@code docker_registries} by the platform's own rules, for the names under which images of
 * a public registry are pulled from a mirror. Whether credentials are there is checked; what they
 * are is not read.
 */
final class RegistriesReader {

  /** The platform's keys, each with the name that its texts use. */
  private static final Map<String, String> NAMES = names();

  private static final String DEFAULTS = "defaults";
  private static final String KEYS = String.join(", ", NAMES.keySet()) + ", " + DEFAULTS;
  private static final String FIELDS =
      "url, type, username, password, secure, additional_overrides";
  private static final String URL =
      "a domain name or an address, with a port and a path if need be, without scheme";
  private static final Pattern ADDRESS =
      Pattern.compile("(\\[[^]]*]|[^:/\\[\\]]*)(:[0-9]{1,5})?(/.*)?");

  private final boolean urlsMatter;

  /**
   * A reader.
   *
   * @param urlsMatter whether a URL that only Ansible can tell is a problem
   */
  RegistriesReader(boolean urlsMatter) {
    this.urlsMatter = urlsMatter;
  }

  private static Map<String, String> names() {
    Map<String, String> names = new LinkedHashMap<>();
    names.put("k8s.gcr.io", "k8s");
    names.put("gcr.io", "gcr");
    names.put("quay.io", "quay");
    names.put("docker.io", "docker");
    names.put("docker.elastic.co", "elastic");
    names.put("ghcr.io", "ghcr");
    names.put("registry.k8s.io", "registryk8s");
    names.put("icr.io", "icr");
    return names;
  }

  /**
   * Mirrors of the known registries: the platform's local registry holds each under its name, and a
   * registry with a URL of its own is mirrored there. A prefix within another one comes before it.
   */
  List<Mirror> read(Variables variables) {
    List<Mirror> mirrors = new ArrayList<>();
    NAMES.keySet().forEach(key -> mirrors.add(new Mirror("registry.local:9001/" + key, key)));
    variables
        .find("docker_registries")
        .filter(value -> urlsMatter || !value.isOpaque())
        .flatMap(value -> value.section("registries, among " + KEYS))
        .ifPresent(registries -> mirrors.addAll(mirrors(registries)));
    mirrors.sort(Comparator.comparingInt(mirror -> -mirror.prefix().split("/", -1).length));
    return mirrors.stream().distinct().toList();
  }

  private List<Mirror> mirrors(Section registries) {
    Map<String, List<String>> keysByUrl = new LinkedHashMap<>();
    Optional<Section> defaults = registries.find(DEFAULTS).flatMap(value -> value.section(FIELDS));
    defaults.ifPresent(section -> url(section, DEFAULTS));
    registries
        .entries()
        .forEach(
            (key, value) ->
                url(key, value)
                    .ifPresent(
                        url -> keysByUrl.computeIfAbsent(url, u -> new ArrayList<>()).add(key)));
    List<Mirror> mirrors = new ArrayList<>();
    keysByUrl.forEach(
        (url, keys) -> {
          if (keys.size() == 1) {
            mirrors.add(new Mirror(url, keys.getFirst()));
          } else {
            registries.value().notice(shared(url, keys), "");
          }
        });
    return mirrors;
  }

  private static String shared(String url, List<String> keys) {
    return String.join(", ", keys)
        + " share the URL "
        + url
        + ": images pulled from there by name match no rule of theirs unless image_trust.identities"
        + " says which they are";
  }

  private Optional<String> url(String key, Value value) {
    if (key.equals(DEFAULTS) || value.isNull()) {
      return Optional.empty();
    }
    if (!NAMES.containsKey(key)) {
      value.problem(
          "Unknown registry key: '%s'. Acceptable keys are %s"
              .formatted(Section.printable(key), KEYS),
          "");
      value.section(FIELDS).ifPresent(section -> url(section, key)); // for the mistakes in it
      return Optional.empty();
    }
    return value
        .section(FIELDS)
        .flatMap(section -> url(section, key))
        .filter(url -> !url.equals(key));
  }

  /** Checks an entry and returns its own URL. */
  private Optional<String> url(Section entry, String key) {
    checkCredentials(entry, key);
    entry
        .find("type")
        .filter(type -> !type.isOpaque() && !type.written().matches("docker|aws-ecr"))
        .ifPresent(
            type ->
                type.problem(
                    "Registry type for %s is not supported. Valid value is either 'docker' or 'aws-ecr'."
                        .formatted(key),
                    ""));
    entry
        .find("secure")
        .filter(secure -> !secure.isOpaque() && !secure.isFlag())
        .ifPresent(
            secure ->
                secure.problem(
                    "'secure' parameter of registry %s is misconfigured. Valid value is either 'True' or 'False'."
                        .formatted(key),
                    ""));
    return entry
        .find("url")
        .filter(url -> urlsMatter || !url.isOpaque())
        .flatMap(url -> address(url));
  }

  private static Optional<String> address(Value url) {
    Optional<String> text = url.text(URL).map(t -> t.replaceFirst("/+$", ""));
    if (text.isPresent() && !isAddress(text.get())) {
      url.problem("Invalid addresses: this is not the address of a registry", URL);
      return Optional.empty();
    }
    return text;
  }

  private static boolean isAddress(String text) {
    var parts = ADDRESS.matcher(text);
    return parts.matches() && HostName.isDomainOrAddress(parts.group(1).replaceAll("[\\[\\]]", ""));
  }

  /** As they stand in the entry: what {@code defaults} holds does not complete them. */
  private static void checkCredentials(Section entry, String key) {
    if (entry.has("username") != entry.has("password")) {
      entry
          .value()
          .problem(
              "%s registry username and password must both be specified or not at all"
                  .formatted(NAMES.getOrDefault(key, key)),
              "");
    }
  }
}
