/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.push;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Pushes an image archive to a registry with the very bytes of its manifests, so that the digest
 * there is the archive's. Blobs that are there are not sent again. The tag is set last: a push that
 * fails leaves it where it was.
 *
 * @see <a href="https://github.com/opencontainers/distribution-spec/blob/main/spec.md#push">OCI
 *     distribution specification: push</a>
 */
public final class ImagePush {

  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);
  private static final long SLOWEST_BYTES_PER_SECOND = 32 * 1024;
  private static final int CHUNK = 64 * 1024;

  private final PushSettings settings;
  private final PushProgress progress;

  public ImagePush(PushSettings settings, PushProgress progress) {
    this.settings = settings;
    this.progress = progress;
  }

  /**
   * Pushes an archive.
   *
   * @throws PushException when it cannot be pushed as a whole; the tag is then as it was
   */
  public PushResult push(ImageArchive archive, PushTarget target) throws PushException {
    try (HttpClient client = client(settings)) {
      return push(new Exchange(client, settings.pause()), archive.content(), target);
    }
  }

  PushResult push(Exchange exchange, ImageContent content, PushTarget target) throws PushException {
    Authorization authorization = new Authorization(exchange, target, settings, "pull,push");
    return new Run(content, target, new RegistrySession(exchange, authorization, target)).run();
  }

  static HttpClient client(PushSettings settings) throws PushException {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .followRedirects(HttpClient.Redirect.NEVER)
        .connectTimeout(CONNECT_LIMIT)
        .sslContext(TrustedAuthorities.context(settings.authorities()))
        .build();
  }

  /** One push. */
  private final class Run {
    private final ImageContent content;
    private final PushTarget target;
    private final RegistrySession session;
    private int sent;
    private int mounted;
    private int present;

    private Run(ImageContent content, PushTarget target, RegistrySession session) {
      this.content = content;
      this.target = target;
      this.session = session;
    }

    private PushResult run() throws PushException {
      int number = 0;
      for (Descriptor blob : content.blobs()) {
        number++;
        blob(blob, "%s (%d of %d)".formatted(blob.text(), number, content.blobs().size()));
      }
      for (StoredManifest manifest : content.manifests()) {
        if (manifest.descriptor().digest().equals(content.digest())) {
          progress.step("tag " + target);
          manifest(manifest, target.tag());
        } else {
          manifest(manifest, manifest.descriptor().digest());
        }
      }
      return new PushResult(target, content.digest(), sent, mounted, present);
    }

    private void blob(Descriptor blob, String text) throws PushException {
      progress.step("push " + text);
      Answer head = session.send(RegistryRequest.of("HEAD", at("blobs/" + blob.digest())));
      // A registry that keeps its blobs elsewhere redirects to those that it has.
      if (head.status() == 200 || head.status() == 307) {
        present++;
        return;
      }
      if (head.status() != 404) {
        throw session.refused(head, "HEAD of " + text);
      }
      String mount =
          settings
              .mountFrom()
              .map(from -> "?mount=" + encoded(blob.digest()) + "&from=" + encoded(from))
              .orElse("");
      Answer start = session.send(RegistryRequest.of("POST", at("blobs/uploads/" + mount)));
      if (start.status() == 201) {
        mounted++;
        return;
      }
      upload(blob, new ArrayDeque<>(List.of(place(start, text))), text);
      sent++;
    }

    /** An upload that broke cannot go on at its place: each attempt after the first starts anew. */
    private void upload(Descriptor blob, Deque<URI> started, String text) throws PushException {
      RegistryRequest.Place place =
          () -> {
            URI location = started.isEmpty() ? place(start(), text) : started.pop();
            String separator = location.getRawQuery() == null ? "?" : "&";
            return URI.create(location + separator + "digest=" + encoded(blob.digest()));
          };
      Answer answer =
          session.send(
              RegistryRequest.of("PUT", place)
                  .with(
                      "application/octet-stream",
                      () -> content(blob),
                      Duration.ofSeconds(blob.size() / SLOWEST_BYTES_PER_SECOND)));
      if (answer.status() != 201 && answer.status() != 204) {
        throw session.refused(answer, text);
      }
    }

    private Answer start() throws PushException {
      return session.send(RegistryRequest.of("POST", at("blobs/uploads/")));
    }

    private URI place(Answer start, String text) throws PushException {
      if (start.status() != 202) {
        throw session.refused(start, "the start of " + text);
      }
      return session.location(start, at("blobs/uploads/"));
    }

    private BodyPublisher content(Descriptor blob) {
      return blob.size() == 0
          ? BodyPublishers.noBody()
          : BodyPublishers.fromPublisher(
              BodyPublishers.ofInputStream(() -> counted(blob)), blob.size());
    }

    private InputStream counted(Descriptor blob) {
      try {
        return new Counted(content.source().open(blob), blob.size());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private void manifest(StoredManifest manifest, String reference) throws PushException {
      byte[] bytes = manifest.bytes();
      Answer answer =
          session.send(
              RegistryRequest.of("PUT", at("manifests/" + reference))
                  .with(
                      manifest.descriptor().mediaType(),
                      () -> BodyPublishers.ofByteArray(bytes),
                      Duration.ZERO));
      String digest = manifest.descriptor().digest();
      if (answer.status() != 201) {
        throw session.refused(answer, "the manifest " + digest);
      }
      String stored = answer.headers().firstValue("Docker-Content-Digest").orElse(digest);
      if (!stored.equals(digest)) {
        throw new PushException(
            target
                + " was stored by the registry with another digest: "
                + stored
                + " instead of "
                + digest
                + ", so no signature of the archive's digest is good for it");
      }
    }

    private URI at(String path) {
      return session.at(path);
    }

    private static String encoded(String text) {
      return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
  }

  /** Tells how far a blob is sent. */
  private final class Counted extends FilterInputStream {
    private final long total;
    private long count;

    private Counted(InputStream in, long total) {
      super(new BufferedInputStream(in, CHUNK));
      this.total = total;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int read = super.read(buffer, offset, length);
      if (read > 0) {
        count += read;
        progress.sent(count, total);
      }
      return read;
    }
  }
}
