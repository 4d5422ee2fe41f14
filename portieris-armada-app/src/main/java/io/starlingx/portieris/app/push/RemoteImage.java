/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.push;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;

/** An image in a registry, whose manifests are read at once and whose blobs when they are sent. */
final class RemoteImage {

  /** Every kind of manifest that is known here. */
  static final String TYPES =
      String.join(
          ", ",
          "application/vnd.oci.image.index.v1+json",
          "application/vnd.docker.distribution.manifest.list.v2+json",
          "application/vnd.oci.image.manifest.v1+json",
          "application/vnd.docker.distribution.manifest.v2+json");

  private static final int LARGEST_MANIFEST = 4 << 20;
  private static final int MOST_MANIFESTS = 100;

  private final ImageSource source;
  private final RegistrySession session;
  private final ObjectMapper json = new ObjectMapper();
  private final List<StoredManifest> manifests = new ArrayList<>();
  private final SequencedSet<Descriptor> blobs = new LinkedHashSet<>();

  RemoteImage(ImageSource source, RegistrySession session) {
    this.source = source;
    this.session = session;
  }

  /**
   * Reads the manifests of all architectures.
   *
   * @throws PushException when there is no such image, or its parts are not what their digests say
   */
  ImageContent read() throws PushException {
    collect(source.reference());
    String digest = manifests.getLast().descriptor().digest();
    return new ImageContent(digest, manifests, List.copyOf(blobs), this::open);
  }

  private void collect(String reference) throws PushException {
    if (manifests.size() >= MOST_MANIFESTS) {
      throw new PushException(source + " has more than " + MOST_MANIFESTS + " manifests");
    }
    String what = "the manifest " + reference + " of " + source;
    StoredManifest manifest = fetch(reference, what);
    JsonNode document = read(manifest.bytes(), what);
    Descriptor descriptor = manifest.descriptor();
    if (descriptor.isIndex()) {
      for (JsonNode image : document.path("manifests")) {
        Descriptor part = descriptor(image, what);
        boolean isNew = manifests.stream().noneMatch(m -> m.descriptor().equals(part));
        if (isNew) {
          collect(part.digest());
        }
      }
    } else if (descriptor.isManifest()) {
      blobs.add(descriptor(document.path("config"), what));
      for (JsonNode layer : document.path("layers")) {
        blobs.add(descriptor(layer, what));
      }
    } else {
      throw new PushException(what + " has the unknown type " + descriptor.mediaType());
    }
    manifests.add(manifest);
  }

  private StoredManifest fetch(String reference, String what) throws PushException {
    RegistryRequest request =
        RegistryRequest.of("GET", session.at("manifests/" + reference)).accepting(TYPES);
    HttpResponse<InputStream> response = session.open(request, what);
    byte[] bytes;
    try (InputStream in = response.body()) {
      bytes = in.readNBytes(LARGEST_MANIFEST + 1);
    } catch (IOException e) {
      throw new PushException(what + " cannot be read: " + e.getMessage(), e);
    }
    if (bytes.length > LARGEST_MANIFEST) {
      throw new PushException(what + " is larger than " + (LARGEST_MANIFEST >> 20) + " MiB");
    }
    String digest = digest(bytes);
    if (reference.startsWith("sha256:") && !reference.equals(digest)) {
      throw new PushException(what + " does not match its digest");
    }
    String type =
        response.headers().firstValue("Content-Type").orElse("").replaceFirst(";.*", "").strip();
    String own = read(bytes, what).path("mediaType").asText(type);
    return new StoredManifest(new Descriptor(own, digest, bytes.length), bytes, List.of());
  }

  private JsonNode read(byte[] bytes, String what) throws PushException {
    try {
      return json.readTree(bytes);
    } catch (IOException e) {
      throw new PushException(what + " is not JSON", e);
    }
  }

  private static Descriptor descriptor(JsonNode node, String what) throws PushException {
    return Descriptor.read(node)
        .orElseThrow(
            () ->
                new PushException(
                    what + " holds a descriptor without mediaType, sha256 digest and size"));
  }

  /** Whoever takes the bytes checks them: a registry stores no blob under another's digest. */
  private InputStream open(Descriptor blob) throws IOException {
    try {
      return session
          .open(RegistryRequest.of("GET", session.at("blobs/" + blob.digest())), blob.text())
          .body();
    } catch (PushException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static String digest(byte[] bytes) {
    try {
      byte[] sum = MessageDigest.getInstance("SHA-256").digest(bytes);
      return "sha256:" + HexFormat.of().formatHex(sum);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
