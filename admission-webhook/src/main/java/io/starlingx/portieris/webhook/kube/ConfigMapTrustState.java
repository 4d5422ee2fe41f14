/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.kube;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.starlingx.portieris.trust.tuf.FloorFile;
import io.starlingx.portieris.trust.tuf.FloorKey;
import io.starlingx.portieris.trust.tuf.FloorLookup;
import io.starlingx.portieris.trust.tuf.TrustState;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The trust state of a cluster, for an operator: everything is read as it is now. */
public final class ConfigMapTrustState implements TrustState {

  private static final int MAX_ATTEMPTS = 20;

  private final FloorConfigMaps objects;
  private final FloorLookup lookup;
  private final TrustStateEvents events;
  private final InstantSource clock;

  /** The state in one namespace, which must exist. */
  public ConfigMapTrustState(KubernetesClient client, String namespace, InstantSource clock) {
    this.objects = new FloorConfigMaps(client, namespace);
    this.lookup = new FloorLookup(objects);
    this.events = new TrustStateEvents(client, namespace);
    this.clock = requireNonNull(clock, "clock");
  }

  @Override
  public List<Entry> list() throws IOException {
    Map<String, FloorKey> keys = new LinkedHashMap<>();
    for (ConfigMap index : objects.list(FloorConfigMaps.INDEX)) {
      objects
          .keys(index.getMetadata().getName(), Optional.of(index))
          .forEach(key -> keys.put(key.id(), key));
    }
    for (ConfigMap entry : objects.list(FloorConfigMaps.ENTRY)) {
      FloorConfigMaps.content(Optional.of(entry), FloorConfigMaps.ENTRY)
          .flatMap(FloorFile::read)
          .ifPresent(found -> keys.put(found.key().id(), found.key()));
    }
    return keys.values().stream()
        .sorted(Comparator.comparing(FloorKey::gun).thenComparing(FloorKey::id))
        .map(key -> new Entry(key, objects.title(key), lookup.find(key)))
        .toList();
  }

  @Override
  public List<Entry> reset(String gun, String by) throws IOException {
    List<Entry> entries = list().stream().filter(entry -> entry.key().gun().equals(gun)).toList();
    for (Entry entry : entries) {
      FloorKey key = entry.key();
      // The note first, so that nothing is forgotten unnoticed; then the index, since a crash in
      // between must not look like a deleted entry.
      events.reset(key, by);
      unlist(key);
      objects.delete(FloorConfigMaps.entryName(key));
    }
    return entries;
  }

  /** Also a key that no index lists yet, and tells so: a replica may be about to list it. */
  private void unlist(FloorKey key) throws IOException {
    String name = FloorConfigMaps.indexName(key);
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      Optional<ConfigMap> current = objects.get(name);
      List<FloorKey> others =
          objects.keys(name, current).stream().filter(other -> !other.equals(key)).toList();
      String resets = FloorIndex.resetsWith(current, key, clock.instant().toString());
      ConfigMap next =
          new ConfigMapBuilder(objects.index(current, name, others))
              .editMetadata()
              .addToAnnotations(FloorIndex.RESETS, resets)
              .endMetadata()
              .build();
      if (objects.write(next).isPresent()) {
        return;
      }
    }
    throw new IOException("trust state index " + name + " is being changed by others");
  }
}
