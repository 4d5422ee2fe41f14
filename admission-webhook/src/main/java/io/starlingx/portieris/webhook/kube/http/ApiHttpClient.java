/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.kube.http;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.StandardHttpClient;
import io.fabric8.kubernetes.client.http.StandardHttpRequest;
import io.fabric8.kubernetes.client.http.StandardWebSocketBuilder;
import io.fabric8.kubernetes.client.http.WebSocket;
import io.fabric8.kubernetes.client.http.WebSocketResponse;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientImpl;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Sends a request and reads its whole answer in one virtual thread: four of them, as the Java
 * platform's client takes, cost more than the request.
 */
final class ApiHttpClient
    extends StandardHttpClient<ApiHttpClient, ApiHttpClientFactory, ApiHttpClientBuilder> {

  private final Optional<ApiConnections> connections;
  private final JdkHttpClientImpl streaming;

  /**
   * A client with connections of its own.
   *
   * @param connections empty when all requests go by {@code streaming}
   * @param streaming for answers that do not end
   */
  ApiHttpClient(
      ApiHttpClientBuilder builder,
      AtomicBoolean closed,
      Optional<ApiConnections> connections,
      JdkHttpClientImpl streaming) {
    super(builder, closed);
    this.connections = connections;
    this.streaming = streaming;
  }

  /** A client that shares the connections of {@code origin}. */
  ApiHttpClient(ApiHttpClientBuilder builder, ApiHttpClient origin) {
    this(builder, origin.getClosed(), origin.connections, origin.streaming);
  }

  @Override
  public CompletableFuture<HttpResponse<AsyncBody>> consumeBytesDirect(
      StandardHttpRequest request, AsyncBody.Consumer<List<ByteBuffer>> consumer) {
    Optional<byte[]> body = ApiRequest.body(request);
    if (connections.isEmpty() || body.isEmpty() || request.isForStreaming()) {
      return streaming.consumeBytesDirect(request, consumer);
    }
    CompletableFuture<HttpResponse<AsyncBody>> response = new CompletableFuture<>();
    // Not in the thread that calls: fabric8 repeats all requests from its only scheduler thread.
    Thread.ofVirtual()
        .name("api-request")
        .start(() -> complete(response, connections.get(), request, body.get(), consumer));
    return response;
  }

  private static void complete(
      CompletableFuture<HttpResponse<AsyncBody>> response,
      ApiConnections connections,
      StandardHttpRequest request,
      byte[] body,
      AsyncBody.Consumer<List<ByteBuffer>> consumer) {
    try {
      ApiAnswer answer = connections.exchange(request, body);
      response.complete(
          new ApiResponse(
              request, answer.status(), answer.headers(), new ReadBody(answer.body(), consumer)));
    } catch (IOException | RuntimeException | Error e) {
      response.completeExceptionally(e);
    }
  }

  @Override
  public CompletableFuture<WebSocketResponse> buildWebSocketDirect(
      StandardWebSocketBuilder builder, WebSocket.Listener listener) {
    return streaming.buildWebSocketDirect(builder, listener);
  }

  @Override
  protected void doClose() {
    connections.ifPresent(ApiConnections::close);
    streaming.close();
  }
}
