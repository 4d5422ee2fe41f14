/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.push;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where an image goes.
 *
 * @param registry host or host:port
 * @see <a href="https://github.com/opencontainers/distribution-spec/blob/main/spec.md">OCI
 *     distribution specification: names and tags</a>
 */
public record PushTarget(String registry, String repository, String tag) {

  private static final Pattern REGISTRY =
      Pattern.compile("(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\\[[0-9a-f:.]+])(?::[0-9]{1,5})?");
  private static final Pattern REPOSITORY =
      Pattern.compile(
          "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*)*");
  private static final Pattern TAG = Pattern.compile("[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}");
  private static final Pattern SHAPE =
      Pattern.compile("(?<registry>[^/]+)(?:/(?<path>[^:@]+))?(?::(?<tag>[^/@]+))?");
  private static final Pattern BARE =
      Pattern.compile("(?<registry>[^/:\\[]+(?::[0-9]+)?|\\[[^]]*](?::[0-9]+)?)");
  private static final int LONGEST_REPOSITORY = 255;

  /**
   * Reads {@code HOST[:PORT][/PATH][:TAG]}. Without a path, the image keeps its whole name below
   * the registry, which is where StarlingX looks for it in {@code registry.local:9001}.
   *
   * @param name the image's own name, with its registry and without a tag
   * @param ownTag its own tag
   * @throws IllegalArgumentException with a text for people
   */
  public static PushTarget parse(String text, String name, String ownTag) {
    if (text.contains("://")) {
      throw new IllegalArgumentException(
          text + ": a registry is named without scheme, for example registry.local:9001");
    }
    if (text.contains("@")) {
      throw new IllegalArgumentException(
          text + ": a push cannot choose the digest; name a tag or nothing");
    }
    Matcher bare = BARE.matcher(text);
    Matcher shape = SHAPE.matcher(text);
    if (bare.matches()) {
      return checked(text, bare.group("registry"), name, ownTag);
    }
    if (!shape.matches() || shape.group("path") == null) {
      throw unusable(text);
    }
    String tag = shape.group("tag");
    return checked(text, shape.group("registry"), shape.group("path"), tag == null ? ownTag : tag);
  }

  private static PushTarget checked(String text, String registry, String path, String tag) {
    String host = registry.toLowerCase(Locale.ROOT);
    boolean fits =
        REGISTRY.matcher(host).matches()
            && REPOSITORY.matcher(path).matches()
            && path.length() <= LONGEST_REPOSITORY
            && TAG.matcher(tag).matches();
    if (!fits) {
      throw unusable(text);
    }
    return new PushTarget(host, path, tag);
  }

  private static IllegalArgumentException unusable(String text) {
    return new IllegalArgumentException(
        text
            + " is not of the form HOST[:PORT][/PATH][:TAG] with a path in lower case, for example"
            + " registry.local:9001/icr.io/portieris/portieris:v1");
  }

  @Override
  public String toString() {
    return registry + "/" + repository + ":" + tag;
  }
}
