/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.kube.http;

import io.fabric8.kubernetes.client.http.AsyncBody;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/** A body that is there already: handed out in one piece to who consumes it. */
final class ReadBody implements AsyncBody {

  private final byte[] content;
  private final Consumer<List<ByteBuffer>> consumer;
  private final CompletableFuture<Void> done = new CompletableFuture<>();
  private final AtomicBoolean handedOut = new AtomicBoolean();

  ReadBody(byte[] content, Consumer<List<ByteBuffer>> consumer) {
    this.content = content;
    this.consumer = consumer;
  }

  @Override
  public void consume() {
    if (!done.isDone() && content.length > 0 && handedOut.compareAndSet(false, true)) {
      try {
        consumer.consume(List.of(ByteBuffer.wrap(content)), this);
      } catch (Exception e) {
        done.completeExceptionally(e);
      }
    }
    done.complete(null);
  }

  @Override
  public CompletableFuture<Void> done() {
    return done;
  }

  @Override
  public void cancel() {
    done.cancel(false);
  }
}
