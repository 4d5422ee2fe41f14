/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.kube;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toUnmodifiableList;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.starlingx.portieris.trust.tuf.FloorKey;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An index as it was at a moment.
 *
 * @param object without what it lists, empty when there was none
 * @param repositories the keys that it lists, by the name of their repository
 * @param size how many keys that are
 * @param bytes length of what it lists, as it is stored
 * @param asOf nanoseconds, when it was asked for or written
 */
record FloorIndex(
    String name,
    Optional<ConfigMap> object,
    Map<String, List<FloorKey>> repositories,
    int size,
    int bytes,
    long asOf) {

  /** Tells the last resets to replicas that are about to list what was reset. */
  static final String RESETS = "portieris.cloud.ibm.com/resets";

  private static final int MAX_RESETS = 16;

  FloorIndex {
    requireNonNull(name, "name");
    requireNonNull(object, "object");
    repositories = Collections.unmodifiableMap(repositories);
  }

  /** What {@code object} lists at {@code asOf}. */
  static FloorIndex of(
      String name, Optional<ConfigMap> object, Collection<FloorKey> keys, long asOf) {
    Map<String, List<FloorKey>> repositories =
        keys.stream()
            .distinct()
            .collect(groupingBy(FloorKey::gun, LinkedHashMap::new, toUnmodifiableList()));
    return new FloorIndex(
        name,
        object.map(FloorIndex::withoutContent),
        repositories,
        repositories.values().stream().mapToInt(List::size).sum(),
        FloorConfigMaps.content(object, FloorConfigMaps.INDEX).map(text -> text.length).orElse(0),
        asOf);
  }

  private static ConfigMap withoutContent(ConfigMap object) {
    return new ConfigMapBuilder(object)
        .withData(Map.of())
        .editMetadata()
        .withManagedFields()
        .endMetadata()
        .build();
  }

  boolean contains(FloorKey key) {
    return of(key.gun()).contains(key);
  }

  /** The keys of one repository, in the order in which they are listed. */
  List<FloorKey> of(String gun) {
    return repositories.getOrDefault(gun, List.of());
  }

  /** All keys. */
  Stream<FloorKey> keys() {
    return repositories.values().stream().flatMap(List::stream);
  }

  /** The last resets of keys that it might list. */
  List<String> resets() {
    return object.map(FloorIndex::resets).orElse(List.of());
  }

  /** Whether {@code key} was reset, and not yet when {@code earlier} was all that was told. */
  boolean tellsOfReset(FloorKey key, List<String> earlier) {
    return resets().stream()
        .anyMatch(reset -> reset.startsWith(key.id()) && !earlier.contains(reset));
  }

  /** What an index tells once {@code key} was reset at a time that no other reset of it has. */
  static String resetsWith(Optional<ConfigMap> index, FloorKey key, String time) {
    List<String> earlier = index.map(FloorIndex::resets).orElse(List.of());
    return String.join(
        " ",
        Stream.concat(earlier.stream(), Stream.of(key.id() + "@" + time))
            .skip(Math.max(0, earlier.size() + 1 - MAX_RESETS))
            .toList());
  }

  private static List<String> resets(ConfigMap index) {
    return Optional.ofNullable(index.getMetadata().getAnnotations())
        .flatMap(annotations -> Optional.ofNullable(annotations.get(RESETS)))
        .map(text -> Arrays.asList(text.split(" ")))
        .orElse(List.of());
  }
}
