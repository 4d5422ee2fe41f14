/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.helm;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.starlingx.portieris.framework.manifest.HelmRelease;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * The Secrets in which Helm remembers its releases, one for each revision: base64 of gzip of JSON.
 *
 * @see <a href="https://helm.sh/docs/topics/advanced/#storage-backends">Helm, Storage backends</a>
 */
public final class ReleaseRecords {

  private static final int LARGEST = 64 << 20;

  private final KubernetesClient client;
  private final ObjectMapper json = new ObjectMapper();

  public ReleaseRecords(KubernetesClient client) {
    this.client = client;
  }

  boolean exists(HelmRelease release) {
    return exists(release.releaseName(), release.releaseNamespace());
  }

  boolean exists(String release, String namespace) {
    return !revisions(release, namespace).isEmpty();
  }

  /** Whether its end has to be waited for: it has hooks then. Without, it ends at once. */
  boolean isWaitedFor(String release, String namespace) throws HelmFailure {
    Optional<Secret> newest = newest(release, namespace);
    if (newest.isEmpty()) {
      return false;
    }
    try {
      return content(newest.get()).path("hooks").findValues("events").stream()
          .flatMap(events -> StreamSupport.stream(events.spliterator(), false))
          .anyMatch(event -> event.asText().endsWith("-delete"));
    } catch (IOException e) {
      throw unreadable(newest.get(), e);
    }
  }

  /**
   * Marks the newest revision failed when it is still pending. Helm refuses every upgrade while one
   * is, and a process that was killed leaves it so for ever. The caller vouches that no operation
   * on the release is under way.
   */
  void failPending(HelmRelease release) throws HelmFailure {
    failPending(release.releaseName(), release.releaseNamespace());
  }

  /** The same, by the release's own name; nothing happens when it does not exist. */
  public void failPending(String release, String namespace) throws HelmFailure {
    Optional<Secret> newest = newest(release, namespace);
    if (newest.filter(found -> label(found, "status").startsWith("pending-")).isPresent()) {
      fail(newest.get(), "interrupted");
    }
  }

  /** Marks the newest revision failed: something has come out that Helm did not look at. */
  void fail(HelmRelease release, String description) throws HelmFailure {
    Optional<Secret> newest = newest(release.releaseName(), release.releaseNamespace());
    if (newest.isPresent()) {
      fail(newest.get(), description);
    }
  }

  private void fail(Secret revision, String description) throws HelmFailure {
    try {
      client.secrets().resource(failed(revision, description)).update();
    } catch (IOException e) {
      throw unreadable(revision, e);
    }
  }

  private Optional<Secret> newest(String release, String namespace) {
    return revisions(release, namespace).stream()
        .max(Comparator.comparingInt(ReleaseRecords::revision));
  }

  /**
   * The objects that the release has on the cluster: those of the revision that was deployed last,
   * else of the newest, as Helm reckons; empty when the release does not exist. Flux may have its
   * records elsewhere than Helm.
   *
   * @return YAML documents
   */
  Optional<String> manifest(HelmRelease release) throws HelmFailure {
    Comparator<Secret> byRevision = Comparator.comparingInt(ReleaseRecords::revision);
    List<Secret> own = revisions(release.releaseName(), release.releaseNamespace());
    List<Secret> revisions =
        own.isEmpty() ? revisions(release.releaseName(), release.storageNamespace()) : own;
    Optional<Secret> current =
        revisions.stream()
            .filter(secret -> label(secret, "status").equals("deployed"))
            .max(byRevision)
            .or(() -> revisions.stream().max(byRevision));
    if (current.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(content(current.get()).path("manifest").asText());
    } catch (IOException e) {
      throw unreadable(current.get(), e);
    }
  }

  /**
   * What the release has tried last: the objects and hooks of its newest revision; empty when the
   * release does not exist.
   *
   * @return YAML documents
   */
  public Optional<String> attempt(HelmRelease release) throws HelmFailure {
    Optional<Secret> newest =
        newest(release.releaseName(), release.storageNamespace())
            .or(() -> newest(release.releaseName(), release.releaseNamespace()));
    if (newest.isEmpty()) {
      return Optional.empty();
    }
    try {
      ObjectNode content = content(newest.get());
      StringBuilder documents = new StringBuilder(content.path("manifest").asText());
      content
          .path("hooks")
          .forEach(hook -> documents.append("\n---\n").append(hook.path("manifest").asText()));
      return Optional.of(documents.toString());
    } catch (IOException e) {
      throw unreadable(newest.get(), e);
    }
  }

  private static HelmFailure unreadable(Secret secret, IOException cause) {
    return new HelmFailure(
        "Secret " + secret.getMetadata().getName() + " is no record of Helm's: " + cause, cause);
  }

  private ObjectNode content(Secret secret) throws IOException {
    byte[] stored = Base64.getDecoder().decode(secret.getData().get("release"));
    try (GZIPInputStream in =
        new GZIPInputStream(new ByteArrayInputStream(Base64.getDecoder().decode(stored)))) {
      if (json.readTree(in.readNBytes(LARGEST)) instanceof ObjectNode release) {
        return release;
      }
      throw new IOException("no release in it");
    }
  }

  private Secret failed(Secret secret, String description) throws IOException {
    ObjectNode release = content(secret);
    if (!(release.get("info") instanceof ObjectNode info)) {
      throw new IOException("no release in it");
    }
    info.put("status", "failed");
    info.put("description", description);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(json.writeValueAsBytes(release));
    }
    byte[] text = Base64.getEncoder().encode(out.toByteArray());
    return new SecretBuilder(secret)
        .editMetadata()
        .addToLabels("status", "failed")
        .endMetadata()
        .withData(Map.of("release", Base64.getEncoder().encodeToString(text)))
        .build();
  }

  private List<Secret> revisions(String release, String namespace) {
    return client
        .secrets()
        .inNamespace(namespace)
        .withLabel("owner", "helm")
        .withLabel("name", release)
        .list()
        .getItems();
  }

  private static int revision(Secret secret) {
    return Integer.parseInt(label(secret, "version"));
  }

  private static String label(Secret secret, String name) {
    return secret.getMetadata().getLabels().getOrDefault(name, "");
  }
}
