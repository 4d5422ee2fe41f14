/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.kube;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.RequestConfig;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import io.starlingx.portieris.trust.image.Digest;
import io.starlingx.portieris.trust.tuf.FloorFile;
import io.starlingx.portieris.trust.tuf.FloorKey;
import io.starlingx.portieris.trust.tuf.FloorLookup;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Trust state as objects of the API server: a ConfigMap for each key, named by its hash, and an
 * index of all keys that may inherit from each other, so that no namespace can fill another's.
 */
record FloorConfigMaps(KubernetesClient client, KubernetesClient once, String namespace)
    implements FloorLookup.Documents {

  static final String LABEL = "portieris.cloud.ibm.com/trust-state";
  static final String ENTRY = "entry";
  static final String INDEX = "index";
  static final String PREFIX = "portieris-trust-";

  /** Longest index: the API server takes a little more than 1 MiB. */
  static final int MAX_INDEX_BYTES = 900 * 1024;

  static final String GUN = "portieris.cloud.ibm.com/gun";
  private static final int SHORT = 16;

  FloorConfigMaps(KubernetesClient client, String namespace) {
    this(client, once(client), namespace);
  }

  /** The same client, but a request whose answer was lost is not repeated unnoticed. */
  private static KubernetesClient once(KubernetesClient client) {
    RequestConfig config =
        new RequestConfigBuilder(client.getConfiguration().getRequestConfig())
            .withRequestRetryBackoffLimit(0)
            .build();
    return client.newClient(config).adapt(KubernetesClient.class);
  }

  @Override
  public Optional<byte[]> entry(FloorKey key) throws IOException {
    return content(get(entryName(key)), ENTRY);
  }

  @Override
  public List<FloorKey> index(FloorKey key) throws IOException {
    String name = indexName(key);
    return keys(name, get(name));
  }

  /** The keys of an index that was read; none when there is no such index yet. */
  List<FloorKey> keys(String name, Optional<ConfigMap> index) throws IOException {
    if (index.isEmpty()) {
      return List.of();
    }
    return content(index, INDEX)
        .flatMap(FloorFile::readIndex)
        .orElseThrow(() -> new IOException("trust state index " + title(name) + " is broken"));
  }

  @Override
  public String title(FloorKey key) {
    return title(entryName(key));
  }

  private String title(String name) {
    return "configmap " + namespace + "/" + name;
  }

  static String entryName(FloorKey key) {
    return PREFIX + key.id();
  }

  /**
   * Keys of one repository share an index; those of other repositories are spread over 16, so that
   * one that is read or written stays short.
   */
  static String indexName(FloorKey key) {
    String owner =
        switch (key) {
          case FloorKey.Pinned(String anchor, String gun) ->
              "pinned-" + anchor.substring(0, Math.min(SHORT, anchor.length()));
          case FloorKey.FirstUse(List<String> servers, String gun, String policies) ->
              policies.isEmpty() ? "cluster" : "namespace-" + policies;
        };
    String part = Digest.of(key.gun().getBytes(UTF_8)).hex().substring(0, 1);
    return PREFIX + "index-" + owner + "-" + part;
  }

  Optional<ConfigMap> get(String name) throws IOException {
    try {
      return Optional.ofNullable(client.configMaps().inNamespace(namespace).withName(name).get());
    } catch (KubernetesClientException e) {
      throw failed(name, "read", e);
    }
  }

  /** All that carry the label with this value. */
  List<ConfigMap> list(String kind) throws IOException {
    try {
      return client.configMaps().inNamespace(namespace).withLabel(LABEL, kind).list().getItems();
    } catch (KubernetesClientException e) {
      throw new IOException(
          "trust state in namespace " + namespace + " could not be listed: " + ApiFailure.cause(e),
          e);
    }
  }

  /** The next state of {@code current}. */
  ConfigMap entry(ConfigMap current, FloorFile.Entry entry) {
    return new ConfigMapBuilder(current)
        .addToData(ENTRY, new String(FloorFile.write(entry), UTF_8))
        .editMetadata()
        .addToAnnotations(GUN, entry.key().gun())
        .endMetadata()
        .build();
  }

  /** An index as it is now, which is at {@code now}. */
  FloorIndex index(String name, long now) throws IOException {
    Optional<ConfigMap> object = get(name);
    return FloorIndex.of(name, object, keys(name, object), now);
  }

  /** A new index, or the next state of {@code current}. */
  ConfigMap index(Optional<ConfigMap> current, String name, Collection<FloorKey> keys)
      throws IOException {
    byte[] content = FloorFile.writeIndex(keys);
    requireRoom(name, content.length, keys.size());
    return current
        .map(ConfigMapBuilder::new)
        .orElseGet(
            () ->
                new ConfigMapBuilder()
                    .withNewMetadata()
                    .withNamespace(namespace)
                    .withName(name)
                    .addToLabels("app", "portieris")
                    .addToLabels(LABEL, INDEX)
                    .endMetadata())
        .addToData(INDEX, new String(content, UTF_8))
        .build();
  }

  /**
   * Refuses an index that would be too long.
   *
   * @param size how many keys it has
   */
  void requireRoom(String name, int bytes, int size) throws IOException {
    if (bytes > MAX_INDEX_BYTES) {
      throw new IOException(
          "trust state index "
              + title(name)
              + " is full with "
              + size
              + " repositories: forget some with portieris trust-state reset");
    }
  }

  /**
   * Creates a new object, or replaces the one that was read if nobody has changed it since.
   *
   * @return as it was written; empty when somebody was faster
   */
  Optional<ConfigMap> write(ConfigMap object) throws IOException {
    return write(client, object);
  }

  /** As {@link #write}, but empty is never the second answer to what was written the first time. */
  Optional<ConfigMap> writeOnce(ConfigMap object) throws IOException {
    return write(once, object);
  }

  private Optional<ConfigMap> write(KubernetesClient writer, ConfigMap object) throws IOException {
    try {
      return Optional.of(
          object.getMetadata().getResourceVersion() == null
              ? writer.resource(object).create()
              : writer.resource(object).update());
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_CONFLICT
          || e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
        return Optional.empty();
      }
      throw failed(object.getMetadata().getName(), "written", e);
    }
  }

  void delete(String name) throws IOException {
    try {
      client.configMaps().inNamespace(namespace).withName(name).delete();
    } catch (KubernetesClientException e) {
      throw failed(name, "deleted", e);
    }
  }

  /** What an object holds; an object that lost it holds nothing that can be right. */
  static Optional<byte[]> content(Optional<ConfigMap> object, String kind) {
    return object.map(
        found -> {
          String text = found.getData() == null ? null : found.getData().get(kind);
          return text == null ? new byte[0] : text.getBytes(UTF_8);
        });
  }

  private IOException failed(String name, String what, KubernetesClientException e) {
    return new IOException(
        "trust state " + title(name) + " could not be " + what + ": " + ApiFailure.cause(e), e);
  }
}
