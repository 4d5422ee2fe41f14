/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.testbed.process;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Set;

/**
 * Ready when a GET is answered with one of some statuses.
 *
 * @param client how to connect
 * @param request the GET
 * @param statuses what a ready server answers
 */
public record HttpProbe(HttpClient client, HttpRequest request, Set<Integer> statuses)
    implements Probe {

  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);

  public HttpProbe {
    statuses = Set.copyOf(statuses);
  }

  public static HttpProbe of(HttpClient client, URI uri, Integer... statuses) {
    return new HttpProbe(
        client, HttpRequest.newBuilder(uri).timeout(ANSWER_LIMIT).build(), Set.of(statuses));
  }

  @Override
  public boolean isReady() throws IOException, InterruptedException {
    int status = client.send(request, BodyHandlers.discarding()).statusCode();
    if (!statuses.contains(status)) {
      throw new IOException("GET " + request.uri() + " gave status " + status);
    }
    return true;
  }
}
