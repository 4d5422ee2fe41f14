/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.testbed;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** Pushes images without a file system of their own: what differs is a label. */
final class ImagePusher {

  private static final String OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final HttpClient client;
  private final URI registry;
  private final Map<String, String> headers;

  ImagePusher(HttpClient client, URI registry, Map<String, String> headers) {
    this.client = client;
    this.registry = registry;
    this.headers = Map.copyOf(headers);
  }

  PushedImage pushImage(String repository, String tag, String content) {
    byte[] layer = gzip(new byte[1024]);
    byte[] config =
        """
        {"architecture":"amd64","os":"linux","config":{"Labels":{"content":"%s"}},\
        "rootfs":{"type":"layers","diff_ids":["%s"]}}\
        """
            .formatted(content, digest(new byte[1024]))
            .getBytes(StandardCharsets.UTF_8);
    pushBlob(repository, layer);
    pushBlob(repository, config);
    String manifest =
        """
        {"schemaVersion":2,"mediaType":"%s",\
        "config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"%s","size":%d},\
        "layers":[{"mediaType":"application/vnd.oci.image.layer.v1.tar+gzip","digest":"%s","size":%d}]}\
        """
            .formatted(OCI_MANIFEST, digest(config), config.length, digest(layer), layer.length);
    return pushManifest(repository, tag, OCI_MANIFEST, manifest.getBytes(StandardCharsets.UTF_8));
  }

  PushedImage pushManifest(String repository, String reference, String mediaType, byte[] manifest) {
    HttpResponse<String> answer =
        send(
            request(registry.resolve("/v2/" + repository + "/manifests/" + reference))
                .header("Content-Type", mediaType)
                .PUT(BodyPublishers.ofByteArray(manifest)),
            201);
    return new PushedImage(
        repository,
        reference,
        mediaType,
        answer.headers().firstValue("Docker-Content-Digest").orElseThrow(),
        manifest.length);
  }

  private void pushBlob(String repository, byte[] blob) {
    HttpResponse<String> started =
        send(
            request(registry.resolve("/v2/" + repository + "/blobs/uploads/"))
                .POST(BodyPublishers.noBody()),
            202);
    String upload = started.headers().firstValue("Location").orElseThrow();
    send(
        request(registry.resolve(upload + "&digest=" + digest(blob)))
            .header("Content-Type", "application/octet-stream")
            .PUT(BodyPublishers.ofByteArray(blob)),
        201);
  }

  private HttpRequest.Builder request(URI uri) {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(LIMIT);
    headers.forEach(request::header);
    return request;
  }

  private HttpResponse<String> send(HttpRequest.Builder builder, int expected) {
    HttpRequest request = builder.build();
    String what = request.method() + " " + request.uri();
    try {
      HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
      if (answer.statusCode() != expected) {
        throw new TestbedException(
            what + " gave status " + answer.statusCode() + ": " + answer.body());
      }
      return answer;
    } catch (IOException e) {
      throw new TestbedException(what + " failed: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TestbedException(what + " was interrupted", e);
    }
  }

  private static byte[] gzip(byte[] content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static String digest(byte[] content) {
    try {
      return "sha256:"
          + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
