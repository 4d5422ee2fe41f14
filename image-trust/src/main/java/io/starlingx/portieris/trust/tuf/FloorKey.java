/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.tuf;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.starlingx.portieris.trust.image.Digest;
import io.starlingx.portieris.trust.policy.RootAnchor;
import java.security.PublicKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Whose lowest acceptable versions: one repository under one root of trust. */
public sealed interface FloorKey {

  /** Name of the repository with its registry. */
  String gun();

  /** 64 hexadecimal digits, different for different keys. */
  String id();

  /**
   * A repository whose root is pinned.
   *
   * @param anchor hash of the configured anchor: another anchor starts afresh
   */
  record Pinned(String anchor, String gun) implements FloorKey {
    public Pinned {
      requireNonNull(anchor, "anchor");
      requireNonNull(gun, "gun");
    }

    @Override
    public String id() {
      return hash(List.of("pinned", anchor, gun));
    }
  }

  /**
   * A repository whose root was trusted when it was first seen.
   *
   * @param servers base URLs, sorted, without repetition
   * @param namespace of the policy, empty text for a cluster's
   */
  record FirstUse(List<String> servers, String gun, String namespace) implements FloorKey {
    public FirstUse {
      servers = servers.stream().sorted().distinct().toList();
      requireNonNull(gun, "gun");
      requireNonNull(namespace, "namespace");
    }

    @Override
    public String id() {
      return hash(List.of("first use", String.join(" ", servers), gun, namespace));
    }

    /** Whether what is known under {@code other} holds here too: only the servers have changed. */
    boolean inheritsFrom(FloorKey other) {
      return other instanceof FirstUse(List<String> theirs, String theirGun, String theirNamespace)
          && gun.equals(theirGun)
          && namespace.equals(theirNamespace)
          && theirs.stream().anyMatch(servers::contains);
    }
  }

  /** The key for a repository under {@code anchor}. */
  static FloorKey of(RootAnchor anchor, List<String> servers, String gun, String namespace) {
    return fingerprint(anchor)
        .<FloorKey>map(hash -> new Pinned(hash, gun))
        .orElseGet(() -> new FirstUse(servers, gun, namespace));
  }

  private static Optional<String> fingerprint(RootAnchor anchor) {
    return switch (anchor) {
      case RootAnchor.KeyIds(Set<String> ids) -> Optional.of(hash("key ids", ids));
      case RootAnchor.PublicKeys(List<PublicKey> keys) ->
          Optional.of(
              hash(
                  "public keys",
                  keys.stream().map(PublicKey::getEncoded).map(FloorKey::base64).toList()));
      case RootAnchor.Authorities(List<X509Certificate> certificates) ->
          Optional.of(hash("authorities", certificates.stream().map(FloorKey::encoded).toList()));
      case RootAnchor.FirstUse() -> Optional.empty();
      case RootAnchor.Nothing() -> Optional.empty();
    };
  }

  private static String hash(String kind, Collection<String> parts) {
    return hash(List.of(kind, String.join(" ", parts.stream().sorted().distinct().toList())));
  }

  private static String hash(List<String> parts) {
    return Digest.of(String.join("\n", parts).getBytes(UTF_8)).hex();
  }

  private static String encoded(X509Certificate certificate) {
    try {
      return base64(certificate.getEncoded());
    } catch (CertificateEncodingException e) {
      throw new IllegalArgumentException("a parsed certificate has an encoding", e);
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
