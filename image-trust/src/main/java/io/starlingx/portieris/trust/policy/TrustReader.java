/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.policy;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads {@code policy.trust}. */
final class TrustReader {

  private TrustReader() {}

  static Optional<Requirement> read(PolicyFields trust) {
    boolean enabled = trust.flag("enabled").orElse(false);
    Optional<String> one = trust.text("trustServer");
    List<String> many = trust.texts("trustServers");
    if (one.isPresent() && !many.isEmpty()) {
      trust.problem("trustServers", "excludes trustServer");
    }
    List<SignerSecret> signers = signers(trust, enabled);
    SignerThreshold require = require(trust, signers.size());
    RootPin root = trust.object("root").map(RootPinReader::read).orElseGet(RootPin.Unstated::new);
    trust.end();
    return enabled
        ? Optional.of(new Requirement.Trust(urls(trust, one, many), signers, require, root))
        : Optional.empty();
  }

  private static List<URI> urls(PolicyFields trust, Optional<String> one, List<String> many) {
    List<URI> urls = new ArrayList<>();
    if (one.isPresent()) {
      add(urls, one.get(), trust, "trustServer");
      return urls;
    }
    for (int i = 0; i < many.size(); i++) {
      add(urls, many.get(i), trust, "trustServers[" + i + "]");
    }
    return urls;
  }

  private static void add(List<URI> urls, String server, PolicyFields trust, String field) {
    url(server)
        .ifPresentOrElse(
            urls::add,
            () ->
                trust.problem(field, "not an http or https URL without user, query and fragment"));
  }

  private static Optional<URI> url(String text) {
    try {
      URI uri = new URI(escaped(text.replaceFirst("/+$", "")));
      boolean usable =
          ("https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme()))
              && uri.getHost() != null
              && uri.getRawUserInfo() == null
              && uri.getRawQuery() == null
              && uri.getRawFragment() == null;
      return usable ? Optional.of(uri) : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  /** Characters that browsers and other clients take for themselves, but a URI may not hold. */
  private static String escaped(String text) {
    StringBuilder out = new StringBuilder();
    text.chars()
        .forEach(
            c ->
                out.append(
                    "^`{|}".indexOf(c) < 0
                        ? Character.toString(c)
                        : String.format(Locale.ROOT, "%%%02X", c)));
    return out.toString();
  }

  private static List<SignerSecret> signers(PolicyFields trust, boolean enabled) {
    List<SignerSecret> signers = new ArrayList<>();
    for (PolicyFields secret : trust.objects("signerSecrets")) {
      Optional<String> name = secret.text("name");
      Optional<String> namespace = secret.text("namespace");
      secret.end();
      name.ifPresent(n -> signers.add(new SignerSecret(n, namespace)));
      if (enabled && name.isEmpty()) {
        secret.problem("name", "missing");
      }
    }
    return signers;
  }

  private static SignerThreshold require(PolicyFields trust, int signers) {
    Optional<String> text = trust.value("require").map(JsonNode::asText);
    if (text.isEmpty() || text.get().equals("all")) {
      return SignerThreshold.ALL;
    }
    int count =
        text.get().equals("any")
            ? 1
            : text.get().matches("[1-9][0-9]{0,3}") ? Integer.parseInt(text.get()) : 0;
    if (count == 0) {
      trust.problem("require", "must be all, any or a number above 0");
      return SignerThreshold.ALL;
    }
    if (count > signers) {
      trust.problem("require", "asks for more signers than signerSecrets names (" + signers + ")");
    }
    return SignerThreshold.atLeast(count);
  }
}
