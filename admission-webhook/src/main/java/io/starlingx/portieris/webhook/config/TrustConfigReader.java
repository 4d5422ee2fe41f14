/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.starlingx.portieris.trust.Identity;
import io.starlingx.portieris.trust.ServerEntry;
import io.starlingx.portieris.trust.policy.PemDocument;
import io.starlingx.portieris.trust.registry.RegistryHosts;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the file's {@code trust:}. */
final class TrustConfigReader {

  private enum FirstUse {
    Allow,
    Deny
  }

  /** As in front of a tag, whole segments; no URL. */
  private static final Pattern NAME = Pattern.compile("[^/@\\s]+(/[^/@\\s]+)*/?");

  private TrustConfigReader() {}

  static TrustConfig read(ConfigFields fields, List<String> secretNamespaces) {
    return new TrustConfig(
        fields.choice("firstUse", FirstUse.Allow, FirstUse::name) == FirstUse.Allow,
        fields.duration("freshness", Duration.ofSeconds(30)),
        fields.duration("staleGrace", Duration.ofMinutes(10)),
        fields.texts("tokenRealms"),
        fields.texts("allowedAddresses"),
        registries(fields),
        fields.texts("pullSecrets"),
        fields.objects("identities").stream().flatMap(entry -> identity(entry).stream()).toList(),
        servers(fields),
        secretNamespaces);
  }

  private static RegistryHosts registries(ConfigFields fields) {
    Map<String, List<X509Certificate>> authorities = new LinkedHashMap<>();
    for (ConfigFields entry : fields.objects("registries")) {
      String registry = entry.required("registry");
      List<X509Certificate> own = authorities(entry);
      if (own.isEmpty()) {
        entry.problem("caCert", "must hold at least one certificate");
      }
      if (!registry.isEmpty() && isRegistry(entry, "registry", registry)) {
        authorities.computeIfAbsent(registry, r -> new ArrayList<>()).addAll(own);
      }
      entry.end();
    }
    List<String> insecure =
        fields.texts("insecureRegistries").stream()
            .filter(registry -> isRegistry(fields, "insecureRegistries", registry))
            .toList();
    return new RegistryHosts(insecure, authorities);
  }

  private static boolean isRegistry(ConfigFields fields, String key, String text) {
    boolean registry = RegistryHosts.isRegistry(text);
    if (!registry) {
      fields.problem(key, "\"" + text + "\" is not the host[:port] of a registry");
    }
    return registry;
  }

  private static List<X509Certificate> authorities(ConfigFields entry) {
    return entry
        .convert(
            "caCert",
            TrustConfigReader::certificates,
            "must be certificates in PEM, or base64 of that")
        .orElse(List.of());
  }

  private static Optional<Identity> identity(ConfigFields entry) {
    String prefix = entry.required("prefix");
    String signedPrefix = entry.required("signedPrefix");
    boolean isPrefix = isName(entry, "prefix", prefix);
    boolean isSignedPrefix = isName(entry, "signedPrefix", signedPrefix);
    entry.end();
    return isPrefix && isSignedPrefix
        ? Optional.of(new Identity(prefix, signedPrefix))
        : Optional.empty();
  }

  private static boolean isName(ConfigFields entry, String key, String text) {
    boolean name = NAME.matcher(text).matches();
    if (!name && !text.isEmpty()) {
      entry.problem(key, "\"" + text + "\" is not the beginning of an image's name");
    }
    return name;
  }

  private static List<ServerEntry> servers(ConfigFields fields) {
    Set<String> registries = new HashSet<>();
    return fields.objects("servers").stream()
        .flatMap(entry -> server(entry, registries).stream())
        .toList();
  }

  private static Optional<ServerEntry> server(ConfigFields entry, Set<String> earlier) {
    String registry = entry.required("registry");
    if (!registry.isEmpty() && isRegistry(entry, "registry", registry) && !earlier.add(registry)) {
      entry.problem("registry", "\"" + registry + "\" has an entry already, whose URLs count");
    }
    List<URI> urls = new ArrayList<>();
    for (String text : entry.texts("urls")) {
      url(text)
          .ifPresentOrElse(
              urls::add,
              () ->
                  entry.problem(
                      "urls",
                      text.contains("@")
                          ? "a URL must not hold a user or password, name a pull secret"
                          : "\"" + text + "\" is not an http or https URL without query"));
    }
    if (urls.isEmpty()) {
      entry.problem("urls", "must hold at least one URL");
    }
    List<X509Certificate> authorities = authorities(entry);
    entry.end();
    return urls.isEmpty()
        ? Optional.empty()
        : Optional.of(new ServerEntry(registry, urls, authorities));
  }

  /** An http or https URL of host, port and path only, without trailing slashes. */
  static Optional<URI> url(String text) {
    try {
      URI url = new URI(text.replaceFirst("/+$", ""));
      boolean usable =
          ("https".equals(url.getScheme()) || "http".equals(url.getScheme()))
              && url.getHost() != null
              && url.getRawUserInfo() == null
              && url.getRawQuery() == null
              && url.getRawFragment() == null;
      return usable ? Optional.of(url) : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  private static Optional<List<X509Certificate>> certificates(String text) {
    if (text.contains("-----BEGIN")) {
      return PemDocument.certificates(text);
    }
    try {
      String pem = new String(Base64.getMimeDecoder().decode(text), UTF_8);
      return PemDocument.certificates(pem);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
