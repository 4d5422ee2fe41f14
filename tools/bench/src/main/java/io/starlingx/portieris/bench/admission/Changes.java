/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.bench.admission;

import io.starlingx.portieris.bench.admission.Scenario.Root;
import io.starlingx.portieris.bench.admission.Scenario.TrustServer;
import io.starlingx.portieris.testbed.process.Probe;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** How long a change stays without effect on the answers to one question, asked all the time. */
final class Changes implements AutoCloseable {

  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final Lab lab;
  private final Target target;
  private final HttpClient client;
  private final Report report;

  Changes(Lab lab, Target target, Report report) {
    this.lab = lab;
    this.target = target;
    this.client = HttpClient.newBuilder().sslContext(target.tls()).build();
    this.report = report;
  }

  /** Something that is written to the API server or the trust server. */
  private interface Change {
    void make() throws IOException, InterruptedException;
  }

  /** Makes one change after the other and reports how long each took to count. */
  void run() throws IOException, InterruptedException {
    SignedImage image = lab.publish(TrustServer.UP, Root.FIRST_USE, 1).getFirst();
    Question question = new Question("changes", List.of(image));
    Probe admits = () -> question.isAnsweredBy(answer(question));
    Probe refuses = () -> !Question.isAllowed(answer(question));
    Await.until("the image is admitted", LIMIT, admits);
    time("a rule that refuses", () -> lab.refuse(image), refuses);
    time("that rule removed", lab::refuseNothing, admits);
    time("another key in the signer's secret", lab::replaceSigner, refuses);
    time("the former key again", lab::restoreSigner, admits);
    SignedImage next = lab.resign(image);
    Question same = new Question("changes", List.of(image), List.of(next));
    time("another digest signed", () -> {}, () -> same.isAnsweredBy(answer(same)));
  }

  private void time(String what, Change change, Probe effect)
      throws IOException, InterruptedException {
    change.make();
    long start = System.nanoTime();
    Await.until(what, LIMIT, effect);
    double seconds = (System.nanoTime() - start) / 1e9;
    report.note(String.format(Locale.ROOT, "  %-36s counts after %.2f s", what, seconds));
  }

  private byte[] answer(Question question) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(target.url())
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(question.body()))
            .build();
    return client.send(request, HttpResponse.BodyHandlers.ofByteArray()).body();
  }

  @Override
  public void close() {
    client.close();
  }
}
