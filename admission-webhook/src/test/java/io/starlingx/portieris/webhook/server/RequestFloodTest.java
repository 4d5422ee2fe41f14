/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;

/**
 * A client that sends requests over HTTP/2 without a pause, each within every limit, holds up
 * nobody else: the thread that reads them looks after the others in between.
 */
class RequestFloodTest extends ServedWebhook {

  private static final int MANY = 500;
  private static final int PAD = 6_000;
  private static final int LARGEST_WINDOW = Integer.MAX_VALUE - 65_535;
  private static final byte[] SETTINGS = frame(4, 0, 0, new byte[0]);
  private static final byte[] NO_FLOW_CONTROL =
      frame(8, 0, 0, ByteBuffer.allocate(4).putInt(LARGEST_WINDOW).array());

  @Test
  void connectionsWithoutAPauseKeepNobodyFromTheHealthOfTheWebhook() throws Exception {
    try (ExecutorService threads = Executors.newCachedThreadPool();
        SSLSocket one = http2();
        SSLSocket other = http2()) {
      AtomicInteger sentByOne = new AtomicInteger();
      AtomicInteger sentByOther = new AtomicInteger();
      List<Future<?>> floods = new ArrayList<>(flood(one, sentByOne, threads));
      floods.addAll(flood(other, sentByOther, threads));
      while (sentByOne.get() < MANY || sentByOther.get() < MANY) {
        assertThat(floods).as("the server hangs up").noneMatch(Future::isDone);
        Thread.sleep(1);
      }

      for (int i = 0; i < 5; i++) {
        assertThat(liveness()).isEqualTo(200);
      }

      assertThat(floods).as("floods to the end").noneMatch(Future::isDone);
    }
  }

  private static List<Future<?>> flood(
      SSLSocket socket, AtomicInteger sent, ExecutorService threads) throws IOException {
    InputStream in = socket.getInputStream();
    OutputStream out = socket.getOutputStream();
    return List.of(
        threads.submit(() -> in.skip(Long.MAX_VALUE)), threads.submit(() -> send(out, sent)));
  }

  private SSLSocket http2() throws IOException {
    SSLSocket socket = connect();
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setApplicationProtocols(new String[] {"h2"});
    socket.setSSLParameters(parameters);
    return socket;
  }

  private int liveness() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(uri("/health/liveness")).timeout(Duration.ofSeconds(30)).build();
    return client(Version.HTTP_1_1).send(request, BodyHandlers.discarding()).statusCode();
  }

  /** Ends with the connection, or when there are no more numbers for streams. */
  private static int send(OutputStream out, AtomicInteger sent) throws IOException {
    out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(US_ASCII));
    out.write(SETTINGS);
    out.write(NO_FLOW_CONTROL);
    byte[] headers = headers();
    for (int stream = 1; stream > 0; stream += 2) {
      out.write(frame(1, 0x4 | 0x1, stream, headers)); // END_HEADERS, END_STREAM
      sent.incrementAndGet();
    }
    return sent.get();
  }

  /** GET of / at localhost (RFC 7541, sections 6.1 and 6.2.2), with one long header. */
  private static byte[] headers() {
    ByteBuffer block = ByteBuffer.allocate(PAD + 64);
    block.put(new byte[] {(byte) 0x82, (byte) 0x87, (byte) 0x84});
    block.put((byte) 0x01).put((byte) 9).put("localhost".getBytes(US_ASCII));
    block.put((byte) 0x00).put((byte) 5).put("x-pad".getBytes(US_ASCII));
    int rest = PAD - 127;
    block.put((byte) 127).put((byte) ((rest & 127) | 128)).put((byte) (rest >> 7));
    block.put("p".repeat(PAD).getBytes(US_ASCII));
    byte[] used = new byte[block.position()];
    block.flip().get(used);
    return used;
  }

  /** A frame (RFC 9113, section 4.1). */
  private static byte[] frame(int type, int flags, int stream, byte[] payload) {
    return ByteBuffer.allocate(9 + payload.length)
        .put((byte) (payload.length >> 16))
        .putShort((short) payload.length)
        .put((byte) type)
        .put((byte) flags)
        .putInt(stream)
        .put(payload)
        .array();
  }
}
