/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.kube.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.StandardHttpClient;
import io.fabric8.kubernetes.client.http.StandardHttpRequest;
import io.fabric8.kubernetes.client.http.StandardWebSocketBuilder;
import io.fabric8.kubernetes.client.http.WebSocket;
import io.fabric8.kubernetes.client.http.WebSocketResponse;
import io.starlingx.portieris.webhook.log.EventLog;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Sends a request and reads its whole answer in one virtual thread: four of them, as the Java
 * platform's client takes, cost more than the request. A watch has one for as long as it lasts.
 */
final class ApiHttpClient
    extends StandardHttpClient<ApiHttpClient, ApiHttpClientFactory, ApiHttpClientBuilder> {

  private static final EventLog LOG = EventLog.of(ApiHttpClient.class);

  /** Of what a server says that does not let us watch. */
  private static final int MAX_TOLD_BYTES = 500;

  private final ApiConnections connections;

  /** A client with connections of its own. */
  ApiHttpClient(ApiHttpClientBuilder builder, AtomicBoolean closed, ApiConnections connections) {
    super(builder, closed);
    this.connections = connections;
  }

  /** A client that shares the connections of {@code origin}. */
  ApiHttpClient(ApiHttpClientBuilder builder, ApiHttpClient origin) {
    this(builder, origin.getClosed(), origin.connections);
  }

  @Override
  public CompletableFuture<HttpResponse<AsyncBody>> consumeBytesDirect(
      StandardHttpRequest request, AsyncBody.Consumer<List<ByteBuffer>> consumer) {
    CompletableFuture<HttpResponse<AsyncBody>> response = new CompletableFuture<>();
    // Not in the thread that calls: fabric8 repeats all requests from its only scheduler thread.
    Thread.ofVirtual()
        .name("api-request")
        .start(
            () -> {
              try {
                if (request.isForStreaming()) {
                  stream(response, request, consumer);
                } else {
                  complete(response, request, consumer);
                }
              } catch (IOException | RuntimeException | Error e) {
                response.completeExceptionally(e);
              }
            });
    return response;
  }

  private void complete(
      CompletableFuture<HttpResponse<AsyncBody>> response,
      StandardHttpRequest request,
      AsyncBody.Consumer<List<ByteBuffer>> consumer)
      throws IOException {
    ApiAnswer answer = connections.exchange(request, ApiRequest.body(request));
    response.complete(
        new ApiResponse(
            request, answer.status(), answer.headers(), new ReadBody(answer.body(), consumer)));
  }

  private void stream(
      CompletableFuture<HttpResponse<AsyncBody>> response,
      StandardHttpRequest request,
      AsyncBody.Consumer<List<ByteBuffer>> consumer)
      throws IOException {
    ApiStream answer = connections.stream(request, ApiRequest.body(request));
    if (answer.isRefusal()) {
      try (Closeable _ = answer.connection()) {
        refuse(response, request, answer, consumer);
      }
      return;
    }
    JsonStream body = new JsonStream(answer.content(), answer.connection(), consumer);
    if (response.complete(new ApiResponse(request, answer.status(), answer.headers(), body))) {
      body.handOut();
    } else {
      body.cancel();
    }
  }

  /** Says why: fabric8 tells whoever watches no more than the status. */
  private static void refuse(
      CompletableFuture<HttpResponse<AsyncBody>> response,
      StandardHttpRequest request,
      ApiStream answer,
      AsyncBody.Consumer<List<ByteBuffer>> consumer)
      throws IOException {
    byte[] body = answer.content().readAllBytes();
    LOG.warn(
        "the API server refuses a watch",
        EventLog.fields()
            .with("path", request.uri().getPath())
            .with("status", answer.status())
            .with("answer", new String(body, 0, Math.min(body.length, MAX_TOLD_BYTES), UTF_8)));
    response.complete(
        new ApiResponse(request, answer.status(), answer.headers(), new ReadBody(body, consumer)));
  }

  /** None: whoever watches does it by HTTP. */
  @Override
  public CompletableFuture<WebSocketResponse> buildWebSocketDirect(
      StandardWebSocketBuilder builder, WebSocket.Listener listener) {
    return CompletableFuture.failedFuture(
        new UnsupportedOperationException("there are no web sockets, set onlyHttpWatches"));
  }

  @Override
  protected void doClose() {
    connections.close();
  }
}
