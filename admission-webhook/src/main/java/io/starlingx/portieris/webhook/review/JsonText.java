/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.review;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.BufferRecycler;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.core.util.RecyclerPool;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/**
 * JSON that is written piece by piece. As text first, not as bytes: the writer of bytes refuses
 * what is no valid Unicode, which a request may hold and an answer has to echo.
 */
final class JsonText {

  /**
   * Buffers that are used again: by the usual way, of each thread, a virtual one makes its own. The
   * pool itself has no bound: nothing blocks between taking a buffer and giving it back, so no more
   * are ever made than are in use at once, a few for each processor.
   */
  static final RecyclerPool<BufferRecycler> BUFFERS = JsonRecyclerPools.newConcurrentDequePool();

  private static final JsonFactory JSON = JsonFactory.builder().recyclerPool(BUFFERS).build();

  private JsonText() {}

  /** Writes one document. */
  @FunctionalInterface
  interface Content {
    void write(JsonGenerator json) throws IOException;
  }

  /**
   * The document.
   *
   * @param length about how many characters it will have; with fewer there is more to be copied
   */
  static String of(int length, Content content) {
    StringWriter text = new StringWriter(length);
    try (JsonGenerator json = JSON.createGenerator(text)) {
      content.write(json);
    } catch (IOException e) {
      throw new UncheckedIOException("memory takes everything", e);
    }
    return text.toString();
  }
}
