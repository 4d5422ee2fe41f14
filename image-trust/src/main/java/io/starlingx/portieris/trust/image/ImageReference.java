/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.image;

import static java.util.Objects.requireNonNull;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An image reference as Docker reads it: a name without a registry is one of {@code docker.io}, and
 * a single word there is one of {@code library/}. The tag is never made up: {@link #tag} is empty
 * when none was written.
 *
 * @param raw the string exactly as it stood in the pod
 * @param registry host or host:port as written, {@code docker.io} when none was written
 * @param path repository within the registry, with {@code library/} where Docker adds it
 * @see <a href="https://github.com/distribution/reference">Reference grammar</a>
 */
public record ImageReference(
    String raw, String registry, String path, Optional<String> tag, Optional<Digest> digest) {

  /** Longest name, without tag and digest, in characters. */
  public static final int MAX_NAME = 255;

  private static final int MAX_RAW = MAX_NAME + 1 + 128 + 1 + "sha256:".length() + 64;
  private static final String DOCKER_HUB = "docker.io";
  private static final int HTTPS = 443;
  private static final String LABEL = "[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?";
  private static final Pattern REGISTRY =
      Pattern.compile(
          "(?:" + LABEL + "(?:\\." + LABEL + ")*|\\[[a-fA-F0-9:]{2,39}])(?::[0-9]{1,5})?");
  private static final Pattern OTHER_DIGEST = Pattern.compile("(sha384|sha512):[0-9a-f]{96,128}");

  public ImageReference {
    requireNonNull(raw, "raw");
    requireNonNull(registry, "registry");
    requireNonNull(path, "path");
    requireNonNull(tag, "tag");
    requireNonNull(digest, "digest");
  }

  /** Reads an image string of any content and length. */
  public static ParsedImage parse(String raw) {
    if (raw.length() > MAX_RAW) {
      return invalid("longer than " + MAX_RAW + " characters");
    }
    if (ReferenceGrammar.isSha256(raw)) {
      return invalid("64 hexadecimal digits are an image id, not a name");
    }
    int at = raw.indexOf('@');
    Optional<Digest> digest = Optional.empty();
    if (at >= 0) {
      String text = raw.substring(at + 1);
      digest = Digest.parse(text);
      if (digest.isEmpty()) {
        Matcher other = OTHER_DIGEST.matcher(text);
        return other.matches()
            ? new ParsedImage.Invalid(
                true, "a " + other.group(1) + " digest cannot be checked, use sha256")
            : invalid("after '@' only sha256: and 64 lower-case hexadecimal digits may follow");
      }
    }
    return parseName(raw, at < 0 ? raw : raw.substring(0, at), digest);
  }

  /**
   * The reference in {@code raw}, which the caller knows to be one.
   *
   * @throws IllegalArgumentException when it is not
   */
  public static ImageReference of(String raw) {
    return switch (parse(raw)) {
      case ParsedImage.Valid(ImageReference reference) -> reference;
      case ParsedImage.Invalid invalid ->
          throw new IllegalArgumentException("invalid image name: " + invalid.why());
    };
  }

  private static ParsedImage parseName(String raw, String named, Optional<Digest> digest) {
    int lastSlash = named.lastIndexOf('/');
    int colon = named.indexOf(':', lastSlash + 1);
    Optional<String> tag = colon < 0 ? Optional.empty() : Optional.of(named.substring(colon + 1));
    String name = colon < 0 ? named : named.substring(0, colon);
    if (tag.isPresent() && !ReferenceGrammar.isTag(tag.get())) {
      return invalid("the tag may hold 128 letters, digits, '_', '.' and '-'");
    }

    int slash = name.indexOf('/');
    boolean hasRegistry = slash > 0 && isRegistry(name.substring(0, slash));
    String registry = hasRegistry ? name.substring(0, slash) : DOCKER_HUB;
    String path = hasRegistry ? name.substring(slash + 1) : name;
    if (registry.equals("index.docker.io")) {
      registry = DOCKER_HUB;
    }
    if (registry.equals(DOCKER_HUB)) {
      path = withLibrary(path);
    }
    if (!REGISTRY.matcher(registry).matches() || portOf(registry) > 65535) {
      return invalid("the part before the first '/' is not a registry host");
    }
    if (!ReferenceGrammar.isPath(path)) {
      return invalid(
          "a repository consists of lower-case letters, digits and single separators '.', '_',"
              + " '-'");
    }
    if (registry.length() + 1 + path.length() > MAX_NAME) {
      return invalid("the name is longer than " + MAX_NAME + " characters");
    }
    return new ParsedImage.Valid(new ImageReference(raw, registry, path, tag, digest));
  }

  /** Docker takes the first component for a host when it could not be part of a repository name. */
  private static boolean isRegistry(String first) {
    return first.indexOf('.') >= 0
        || first.indexOf(':') >= 0
        || first.equals("localhost")
        || !first.equals(first.toLowerCase(Locale.ROOT));
  }

  private static String withLibrary(String path) {
    return path.indexOf('/') < 0 ? "library/" + path : path;
  }

  private static int portOf(String registry) {
    int colon = registry.lastIndexOf(':');
    return colon < 0 || registry.endsWith("]")
        ? 0
        : Integer.parseInt(registry.substring(colon + 1));
  }

  private static ParsedImage invalid(String why) {
    return new ParsedImage.Invalid(false, why);
  }

  /**
   * Registry and repository, registry as written: the globally unique name (GUN) under which the
   * image's trust data are kept, and the part that a digest is appended to.
   */
  public String name() {
    return registry + "/" + path;
  }

  /** {@link #registry} without its port. */
  public String host() {
    int colon = registry.lastIndexOf(':');
    return colon < 0 || registry.endsWith("]") ? registry : registry.substring(0, colon);
  }

  /** The tag, {@code latest} when neither tag nor digest was written. */
  public String tagOrLatest() {
    return tag.orElse("latest");
  }

  /** Name, tag and digest with {@link #name} spelled out, nothing implied. */
  public String text() {
    return name() + suffix();
  }

  /**
   * The one spelling that all spellings of this reference share: host in lower case, an IPv6
   * address in its shortest form, port without leading zeros, which clients read past, and dropped
   * if 443, Docker Hub under one name. Tag and digest as written, no tag implied.
   */
  public String canonical() {
    return canonicalName() + suffix();
  }

  /** {@link #canonical} without tag and digest. */
  public String canonicalName() {
    String host = canonicalRegistry();
    return host + "/" + (host.equals(DOCKER_HUB) ? withLibrary(path) : path);
  }

  /** The registry in its canonical spelling. */
  public String canonicalRegistry() {
    int port = portOf(registry);
    String host = Ipv6Literal.canonical(host().toLowerCase(Locale.ROOT));
    if (host().length() < registry.length() && port != HTTPS) {
      host = host + ":" + port;
    }
    return host.equals("index.docker.io") || host.equals("registry-1.docker.io")
        ? DOCKER_HUB
        : host;
  }

  /** The string that names exactly this content in this repository. */
  public String pinnedTo(Digest pinned) {
    return name() + "@" + pinned;
  }

  /** {@code :tag} and {@code @digest} as far as written. */
  public String suffix() {
    return tag.map(t -> ":" + t).orElse("") + digest.map(d -> "@" + d).orElse("");
  }
}
