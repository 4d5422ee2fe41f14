/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.kube.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubernetes.client.http.AsyncBody;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;

/**
 * A body of JSON texts that is handed out as it arrives, whenever more of it is asked for. All of
 * it is ASCII: of what fabric8 takes from a watch it decodes each piece by itself, and counts as
 * many characters as there were bytes. So whatever is beyond ASCII, which strings alone may hold,
 * is escaped.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8259#section-7">RFC 8259 section 7</a>
 */
final class JsonStream implements AsyncBody {

  private static final int PIECE_CHARS = 8192;

  private final Reader content;
  private final Closeable connection;
  private final Consumer<List<ByteBuffer>> consumer;
  private final CompletableFuture<Void> done = new CompletableFuture<>();
  private final Semaphore wanted = new Semaphore(0);

  /**
   * Reads nothing yet.
   *
   * @param connection closed once no more is wanted
   */
  JsonStream(InputStream content, Closeable connection, Consumer<List<ByteBuffer>> consumer) {
    this.content = new InputStreamReader(content, UTF_8);
    this.connection = connection;
    this.consumer = consumer;
  }

  /** Hands out piece by piece, in the thread that calls, until there is no more or it breaks. */
  void handOut() {
    char[] piece = new char[PIECE_CHARS];
    try (connection) {
      wanted.acquireUninterruptibly();
      // What has arrived can be read even when it is wanted no more and the connection is closed.
      for (int length = next(piece); length >= 0 && !done.isDone(); length = next(piece)) {
        consumer.consume(List.of(ByteBuffer.wrap(escaped(piece, length))), this);
        wanted.acquireUninterruptibly();
      }
      done.complete(null);
    } catch (Exception | Error e) {
      done.completeExceptionally(e);
    }
  }

  private int next(char[] piece) throws IOException {
    return done.isDone() ? -1 : content.read(piece);
  }

  private static byte[] escaped(char[] piece, int length) {
    StringBuilder escaped = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      if (piece[i] < 0x80) {
        escaped.append(piece[i]);
      } else {
        escaped.append("\\u").append(HexFormat.of().toHexDigits(piece[i]));
      }
    }
    return escaped.toString().getBytes(US_ASCII);
  }

  @Override
  public void consume() {
    wanted.release();
  }

  @Override
  public CompletableFuture<Void> done() {
    return done;
  }

  @Override
  public void cancel() {
    done.cancel(false);
    try {
      connection.close();
    } catch (IOException e) {
      // it is of no use either way
    }
    wanted.release();
  }
}
