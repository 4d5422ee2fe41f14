/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.push;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarFile;

/**
 * An image in a tar with OCI's image layout, checked as a whole: everything that its manifests name
 * is there, with the size and the digest that they say.
 *
 * @see <a href="https://github.com/opencontainers/image-spec/blob/main/image-layout.md">OCI image
 *     layout</a>
 */
public final class ImageArchive implements Closeable {

  private static final int LARGEST_DOCUMENT = 4 << 20;
  private static final int MOST_MANIFESTS = 100;
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private final Path file;
  private final TarFile tar;
  private final Map<String, TarArchiveEntry> members = new HashMap<>();
  private final Map<String, StoredManifest> manifests = new HashMap<>();
  private final List<StoredManifest> inOrder = new ArrayList<>();
  private final Set<Descriptor> blobs = new LinkedHashSet<>();
  private Optional<String> name = Optional.empty();

  private ImageArchive(Path file, TarFile tar) {
    this.file = file;
    this.tar = tar;
  }

  /**
   * Opens and checks an archive, which must not change until it is closed.
   *
   * @throws UnusableArchiveException when it is no sound archive of one image
   */
  public static ImageArchive open(Path file) throws UnusableArchiveException {
    if (!Files.isRegularFile(file)) {
      throw new UnusableArchiveException(file + " is no file");
    }
    TarFile tar;
    try {
      tar = new TarFile(file);
    } catch (IOException | IllegalArgumentException e) {
      throw new UnusableArchiveException(
          isCompressed(file)
              ? file
                  + " is compressed: give an image's .oci.tar, such as 'app build' writes beside"
                  + " the tarball"
              : file + " is no tar, or a damaged or truncated one: " + e.getMessage());
    }
    ImageArchive archive = new ImageArchive(file, tar);
    try {
      archive.read();
      return archive;
    } catch (UnusableArchiveException e) {
      archive.close();
      throw e;
    }
  }

  /** Whether it begins as gzip files do: an application's tarball, perhaps. */
  private static boolean isCompressed(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return in.read() == 0x1f && in.read() == 0x8b;
    } catch (IOException e) {
      return false;
    }
  }

  private void read() throws UnusableArchiveException {
    for (TarArchiveEntry entry : tar.getEntries()) {
      if (entry.isFile()) {
        String member = entry.getName().replaceFirst("^(\\./)+", "");
        if (members.put(member, entry) != null) {
          throw unusable("holds " + member + " twice");
        }
      }
    }
    if (!members.containsKey("oci-layout") || !members.containsKey("index.json")) {
      throw unusable("is no OCI image layout: it lacks oci-layout or index.json");
    }
    JsonNode index = json("index.json", document("index.json"));
    JsonNode images = index.path("manifests");
    if (images.size() != 1) {
      throw unusable(
          "holds "
              + images.size()
              + " images in index.json, not one; several architectures of one image belong into an"
              + " index of their own");
    }
    JsonNode annotations = images.get(0).path("annotations");
    name =
        Optional.of(annotations.path("io.containerd.image.name").asText(""))
            .filter(text -> !text.isEmpty());
    collect(descriptor(images.get(0), "index.json"));
    for (Descriptor blob : blobs) {
      check(blob);
    }
  }

  /** Collects manifests so that what one names comes before it. */
  private void collect(Descriptor descriptor) throws UnusableArchiveException {
    if (manifests.containsKey(descriptor.digest())) {
      return;
    }
    if (manifests.size() >= MOST_MANIFESTS) {
      throw unusable("holds more than " + MOST_MANIFESTS + " manifests");
    }
    check(descriptor);
    byte[] bytes = document(descriptor.member());
    JsonNode node = json(descriptor.member(), bytes);
    List<Descriptor> parts = new ArrayList<>();
    StoredManifest placeholder = new StoredManifest(descriptor, bytes, parts);
    manifests.put(descriptor.digest(), placeholder);
    if (descriptor.isIndex()) {
      for (JsonNode image : node.path("manifests")) {
        Descriptor part = descriptor(image, descriptor.member());
        parts.add(part);
        collect(part);
      }
    } else if (descriptor.isManifest()) {
      parts.add(descriptor(node.path("config"), descriptor.member()));
      for (JsonNode layer : node.path("layers")) {
        parts.add(descriptor(layer, descriptor.member()));
      }
      blobs.addAll(parts);
    } else {
      throw unusable("names a manifest of the unknown type " + descriptor.mediaType());
    }
    StoredManifest read = new StoredManifest(descriptor, bytes, parts);
    manifests.put(descriptor.digest(), read);
    inOrder.add(read);
  }

  private Descriptor descriptor(JsonNode node, String member) throws UnusableArchiveException {
    return Descriptor.read(node)
        .orElseThrow(
            () ->
                unusable(member + " holds a descriptor without mediaType, sha256 digest and size"));
  }

  private void check(Descriptor blob) throws UnusableArchiveException {
    TarArchiveEntry entry = members.get(blob.member());
    if (entry == null) {
      throw unusable("lacks " + blob.member() + ", which its manifest names");
    }
    if (entry.getSize() != blob.size()) {
      throw unusable(
          blob.member() + " has " + entry.getSize() + " bytes, its manifest says " + blob.size());
    }
    MessageDigest digest = sha256();
    try (InputStream in = new DigestInputStream(tar.getInputStream(entry), digest)) {
      long read = in.transferTo(OutputStream.nullOutputStream());
      if (read != blob.size()) {
        throw unusable("is truncated: it ends within " + blob.member());
      }
    } catch (IOException e) {
      throw unusable(blob.member() + " cannot be read: " + e.getMessage());
    }
    if (!blob.digest().equals("sha256:" + HexFormat.of().formatHex(digest.digest()))) {
      throw unusable("the content of " + blob.member() + " does not match its digest");
    }
  }

  private byte[] document(String member) throws UnusableArchiveException {
    TarArchiveEntry entry = Optional.ofNullable(members.get(member)).orElseThrow();
    if (entry.getSize() > LARGEST_DOCUMENT) {
      throw unusable(member + " is larger than " + (LARGEST_DOCUMENT >> 20) + " MiB");
    }
    try (InputStream in = tar.getInputStream(entry)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw unusable(member + " cannot be read: " + e.getMessage());
    }
  }

  private JsonNode json(String member, byte[] bytes) throws UnusableArchiveException {
    try {
      return JSON.readTree(bytes);
    } catch (IOException e) {
      throw unusable(member + " is not JSON");
    }
  }

  private UnusableArchiveException unusable(String what) {
    return new UnusableArchiveException(file + ": " + what);
  }

  /** The name with which the archive was made, tag included; empty when it does not say. */
  public Optional<String> name() {
    return name;
  }

  /** Digest of the manifest, or of the index of several architectures: {@code sha256:} and hex. */
  public String digest() {
    return inOrder.getLast().descriptor().digest();
  }

  /** What is to be pushed of it. */
  ImageContent content() {
    return new ImageContent(digest(), inOrder, List.copyOf(blobs), this::content);
  }

  private InputStream content(Descriptor blob) throws IOException {
    return tar.getInputStream(Optional.ofNullable(members.get(blob.member())).orElseThrow());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  public void close() {
    try {
      tar.close();
    } catch (IOException e) {
      // it was only read
    }
  }
}
