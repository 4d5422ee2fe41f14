/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Credentials of pull secrets, found by the kubelet's rules: the key's host may hold {@code *}
 * within a label, its port must be equal, its path must be a prefix at a {@code /}. A key without a
 * port also serves a registry on any port, after all keys that name the port.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/containers/images/#config-json">Interpretation
 *     of config.json</a>
 */
public final class CredentialStore {

  /** Largest document read: the largest that a Secret can hold. */
  public static final int MAX_DOCUMENT = 1 << 20;

  /** Most registries of one document that count, and most problems of one that are told. */
  static final int MAX_ENTRIES = 1_000;

  static final int MAX_PROBLEMS = 5;

  private static final int MAX_SHOWN = 200;

  private static final ObjectMapper JSON = StrictDocument.reader(MAX_DOCUMENT);

  private static final CredentialStore EMPTY = new CredentialStore(List.of(), List.of());

  private final List<CredentialEntry> entries;
  private final List<String> problems;
  private final int hash;

  private CredentialStore(List<CredentialEntry> entries, List<String> problems) {
    this.entries = List.copyOf(entries);
    this.problems = List.copyOf(problems);
    this.hash = this.entries.hashCode();
  }

  /** A store without credentials. */
  public static CredentialStore empty() {
    return EMPTY;
  }

  /**
   * Reads documents in the form of {@code .dockerconfigjson} or {@code .dockercfg}. A document or
   * an entry that cannot be used is left out and reported by {@link #problems}.
   */
  public static CredentialStore of(List<byte[]> documents) {
    List<CredentialEntry> entries = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    for (int i = 0; i < documents.size(); i++) {
      String place = "credential document " + (i + 1);
      try {
        read(JSON.readTree(documents.get(i)), place, entries, problems);
      } catch (IOException e) {
        problems.add(place + " is not JSON");
      }
    }
    return new CredentialStore(entries, problems);
  }

  private static void read(
      JsonNode document, String place, List<CredentialEntry> entries, List<String> problems) {
    JsonNode auths = document.has("auths") ? document.get("auths") : document;
    if (!auths.isObject()) {
      problems.add(place + " has no object of registries");
      return;
    }
    if (document.has("credHelpers") || document.has("credsStore")) {
      problems.add(place + " names a credential helper; helpers are not run");
    }
    int unusable = 0;
    for (Map.Entry<String, JsonNode> field :
        auths.properties().stream().limit(MAX_ENTRIES).toList()) {
      Optional<CredentialEntry> entry = CredentialEntry.read(field.getKey(), field.getValue());
      entry.ifPresent(entries::add);
      if (entry.isEmpty() && ++unusable <= MAX_PROBLEMS) {
        problems.add(place + ": entry " + shown(field.getKey()) + " holds no credential");
      }
    }
    if (unusable > MAX_PROBLEMS) {
      problems.add(place + ": " + (unusable - MAX_PROBLEMS) + " more entries hold no credential");
    }
    if (auths.size() > MAX_ENTRIES) {
      problems.add(
          place + ": of " + auths.size() + " registries only the first " + MAX_ENTRIES + " count");
    }
  }

  private static String shown(String registry) {
    return registry.length() > MAX_SHOWN ? registry.substring(0, MAX_SHOWN) + "…" : registry;
  }

  /** What could not be used, without any secret. */
  public List<String> problems() {
    return problems;
  }

  /** This store's entries, then those of {@code later}. */
  public CredentialStore then(CredentialStore later) {
    return later.isEmpty() ? this : isEmpty() ? later : joined(List.of(this, later));
  }

  private boolean isEmpty() {
    return entries.isEmpty() && problems.isEmpty();
  }

  /** Whether the other holds the same entries, in the same order. */
  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof CredentialStore store
            && hash == store.hash
            && entries.equals(store.entries)
            && problems.equals(store.problems));
  }

  @Override
  public int hashCode() {
    return hash;
  }

  /** The entries of all stores, in this order. */
  public static CredentialStore joined(List<CredentialStore> stores) {
    if (stores.size() <= 1) {
      return stores.isEmpty() ? EMPTY : stores.getFirst();
    }
    return new CredentialStore(
        stores.stream().flatMap(store -> store.entries.stream()).toList(),
        stores.stream().flatMap(store -> store.problems.stream()).toList());
  }

  /**
   * All credentials that may be sent for a repository, the most specific key first, without
   * repetition.
   *
   * @param name registry and repository: {@code icr.io:5000/team/app}
   */
  public List<Credentials> matching(String name) {
    if (entries.isEmpty()) {
      return List.of();
    }
    CredentialKey image = CredentialKey.ofImage(name);
    return entries.stream()
        .filter(entry -> entry.key().fit(image) != CredentialKey.Fit.NONE)
        .sorted(
            Comparator.comparing((CredentialEntry entry) -> entry.key().fit(image))
                .thenComparingInt(entry -> entry.key().length())
                .reversed())
        .map(CredentialEntry::credentials)
        .distinct()
        .toList();
  }
}
