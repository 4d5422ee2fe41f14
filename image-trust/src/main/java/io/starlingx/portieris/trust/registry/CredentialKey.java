/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.registry;

import io.starlingx.portieris.trust.image.Ipv6Literal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The key of an entry in a credential document: {@code [https://]host[:port][/path]}, with or
 * without {@code /v1/} or {@code /v2/} before the path. Host and port compare without case, port
 * 443 counts as none, and Docker Hub's host names are one.
 *
 * @param path without leading and trailing slash, empty for the whole registry
 */
record CredentialKey(String host, String port, String path) {

  /** How well a key fits, the best last. */
  enum Fit {
    NONE,
    ANY_PORT,
    EXACT_PORT
  }

  private static final String DOCKER_HUB = "docker.io";
  private static final List<String> DOCKER_HUB_HOSTS =
      List.of(DOCKER_HUB, "index.docker.io", "registry-1.docker.io");

  /** A key as it stands in a document. */
  static CredentialKey parse(String text) {
    CredentialKey key = split(text);
    return new CredentialKey(
        key.host, key.port, key.path.replaceFirst("^v[12](/|$)", "").replaceFirst("/+$", ""));
  }

  /** What an image name is compared as; its path is nobody's protocol version. */
  static CredentialKey ofImage(String name) {
    return split(name);
  }

  private static CredentialKey split(String text) {
    String rest =
        text.startsWith("https://")
            ? text.substring("https://".length())
            : text.startsWith("http://") ? text.substring("http://".length()) : text;
    int slash = rest.indexOf('/');
    String authority = (slash < 0 ? rest : rest.substring(0, slash)).toLowerCase(Locale.ROOT);
    String path = slash < 0 ? "" : rest.substring(slash + 1);
    int colon = authority.lastIndexOf(':');
    boolean hasPort = colon > authority.lastIndexOf(']');
    String host = Ipv6Literal.canonical(hasPort ? authority.substring(0, colon) : authority);
    String port = hasPort ? authority.substring(colon + 1) : "";
    return new CredentialKey(
        DOCKER_HUB_HOSTS.contains(host) ? DOCKER_HUB : host, port.equals("443") ? "" : port, path);
  }

  int length() {
    return host.length() + port.length() + path.length();
  }

  /** How this key fits an image name, itself read as a key. */
  Fit fit(CredentialKey image) {
    boolean pathFits =
        path.isEmpty() || image.path.equals(path) || image.path.startsWith(path + "/");
    if (!pathFits) {
      return Fit.NONE;
    }
    if (port.equals(image.port) && hostMatches(image.host)) {
      return Fit.EXACT_PORT;
    }
    return port.isEmpty() && host.equals(image.host) ? Fit.ANY_PORT : Fit.NONE;
  }

  private boolean hostMatches(String other) {
    if (host.indexOf('*') < 0) {
      return host.equals(other);
    }
    List<String> mine = List.of(host.split("\\.", -1));
    List<String> theirs = List.of(other.split("\\.", -1));
    if (mine.size() != theirs.size()) {
      return false;
    }
    for (int i = 0; i < mine.size(); i++) {
      if (!labelMatches(mine.get(i), theirs.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean labelMatches(String glob, String label) {
    if (glob.indexOf('*') < 0) {
      return glob.equals(label);
    }
    String regex =
        Arrays.stream(glob.split("\\*+", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
    return Pattern.matches(regex, label);
  }
}
