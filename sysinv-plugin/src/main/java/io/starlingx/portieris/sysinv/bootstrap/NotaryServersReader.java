/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.sysinv.bootstrap;

import static io.starlingx.portieris.sysinv.bootstrap.NotaryServer.DEFAULTS;

import io.starlingx.portieris.trust.image.ImageReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads {@code image_trust.notary_servers}; {@code defaults} is merged under every entry. */
final class NotaryServersReader {

  private static final String FIELDS = "url or urls, ca_cert, root_ca_cert";
  private static final String KEY =
      "host or host:port as in image names (lower case, without :443), or " + DEFAULTS;
  private static final int MOST_URLS = 8;

  private final CaReader authorities;

  NotaryServersReader(CaReader authorities) {
    this.authorities = authorities;
  }

  /** An entry as it stands in the file. */
  private record Entry(List<String> urls, Optional<CaBundle> ca, Optional<CaBundle> rootCa) {

    static final Entry EMPTY = new Entry(List.of(), Optional.empty(), Optional.empty());

    Entry over(Entry defaults) {
      return new Entry(
          urls.isEmpty() ? defaults.urls : urls,
          ca.or(() -> defaults.ca),
          rootCa.or(() -> defaults.rootCa));
    }
  }

  NotaryServers read(Value value) {
    List<NotaryServer> servers = new ArrayList<>();
    value
        .section("registries, each with " + FIELDS)
        .ifPresent(
            section -> {
              Entry defaults = section.find(DEFAULTS).map(this::entry).orElse(Entry.EMPTY);
              section
                  .entries()
                  .forEach((key, entry) -> server(key, entry, defaults).ifPresent(servers::add));
            });
    return new NotaryServers(servers);
  }

  private Optional<NotaryServer> server(String key, Value value, Entry defaults) {
    boolean isDefaults = key.equals(DEFAULTS);
    if (!isDefaults && !isRegistry(key)) {
      value.problem("'" + Section.printable(key) + "' is not a registry", KEY);
      if (!value.isNull()) {
        entry(value); // for the mistakes in it
      }
      return Optional.empty();
    }
    Entry entry = isDefaults ? defaults : value.isNull() ? defaults : entry(value).over(defaults);
    if (entry.urls().isEmpty() && !isDefaults) {
      value.missing("url").problem("is missing, here and in defaults", "https://host[:port]");
    }
    return entry.urls().isEmpty()
        ? Optional.empty()
        : Optional.of(new NotaryServer(key, entry.urls(), entry.ca(), entry.rootCa()));
  }

  private Entry entry(Value value) {
    return value.section(FIELDS).map(this::entry).orElse(Entry.EMPTY);
  }

  private Entry entry(Section section) {
    List<String> urls = new ArrayList<>();
    section.find("url").flatMap(WebUrl::trustServer).ifPresent(urls::add);
    section.find("urls").ifPresent(value -> urls.addAll(urls(value)));
    if (section.find("url").isPresent() && section.find("urls").isPresent()) {
      section.find("urls").ifPresent(value -> value.problem("excludes url", "url or urls"));
    }
    Optional<CaBundle> ca =
        section.find("ca_cert").flatMap(value -> authorities.read(value, "ca_cert"));
    Optional<CaBundle> rootCa =
        section.find("root_ca_cert").flatMap(value -> authorities.read(value, "root_ca_cert"));
    section.end();
    return new Entry(urls, ca, rootCa);
  }

  private static List<String> urls(Value value) {
    String accepted = "a list of 1 to " + MOST_URLS + " URLs, tried in this order";
    List<Value> elements = value.list(accepted);
    if (elements.isEmpty() || elements.size() > MOST_URLS) {
      value.problem("has " + elements.size() + " elements", accepted);
    }
    return elements.stream().flatMap(url -> WebUrl.trustServer(url).stream()).distinct().toList();
  }

  private static boolean isRegistry(String key) {
    return HostName.reference(key)
        .map(ImageReference::canonicalRegistry)
        .filter(key::equals)
        .isPresent();
  }
}
