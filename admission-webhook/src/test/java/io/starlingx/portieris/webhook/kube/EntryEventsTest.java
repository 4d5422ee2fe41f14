/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.kube;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.fabric8.kubernetes.client.http.AsyncBody;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** What is read of a watch. */
class EntryEventsTest {

  private static final Duration AGE = Duration.ofSeconds(1);

  /** Names also where no name of an object is. */
  private static final String STREAM =
      """
      {"type":"ADDED","object":{"kind":"PartialObjectMetadata","metadata":{"name":"portieris-trust-a",\
      "labels":{"name":"portieris-trust-label"},"managedFields":[{"name":"portieris-trust-field"}],\
      "resourceVersion":"3","namespace":"portieris-trust-namespace"},\
      "data":{"name":"portieris-trust-data","metadata":{"name":"portieris-trust-deep"}}}}
      {"type":"ADDED","object":{"metadata":{"resourceVersion":"2","name":"kube-root-ca.crt"}}}
      {"object":{"metadata":{"name":"portieris-trust-b","resourceVersion":"4"}},"type":"MODIFIED"}
      {"type":"ADDED","object":{"metadata":{"name":"portieris-trust-c","resourceVersion":"5"}}}
      {"type":"DELETED","object":{"metadata":{"name":"portieris-trust-c","resourceVersion":"6"}}}
      {"type":"BOOKMARK","object":{"metadata":{"resourceVersion":"7"}}}
      """;

  private final AtomicLong now = new AtomicLong();
  private final KnownEntries known = new KnownEntries(now::get);
  private final AtomicInteger wanted = new AtomicInteger();
  private final EntryEvents events = new EntryEvents(known);

  /** Counts how often more is asked for. */
  private final AsyncBody body =
      new AsyncBody() {
        @Override
        public void consume() {
          wanted.incrementAndGet();
        }

        @Override
        public CompletableFuture<Void> done() {
          return new CompletableFuture<>();
        }

        @Override
        public void cancel() {
          throw new AssertionError("whoever watches ends it");
        }
      };

  private void read(String text) throws IOException {
    events.consume(List.of(ByteBuffer.wrap(text.getBytes(UTF_8))), body);
  }

  private void expect(long version) {
    known.open();
    known.told(1);
    now.incrementAndGet();
    known.created("own", version, known.creating("own"));
  }

  private void assertEntries() {
    assertThat(known.isAbsent("portieris-trust-a", AGE)).isFalse();
    assertThat(known.isAbsent("portieris-trust-b", AGE)).isFalse();
    assertThat(
            List.of(
                "portieris-trust-c",
                "portieris-trust-label",
                "portieris-trust-field",
                "portieris-trust-namespace",
                "portieris-trust-data",
                "portieris-trust-deep",
                "kube-root-ca.crt"))
        .allMatch(name -> known.isAbsent(name, AGE));
  }

  @Test
  void tellsOfNamesOfEntriesAlone() throws IOException {
    expect(7);

    read(STREAM);

    assertEntries();
    assertThat(wanted).hasValue(1);
  }

  @Property
  void tellsTheSameHoweverItIsCut(
      @ForAll @Size(max = 6) List<@IntRange(min = 1, max = 1_200) Integer> cuts)
      throws IOException {
    expect(7);
    int from = 0;
    for (int cut : cuts.stream().sorted().distinct().filter(c -> c < STREAM.length()).toList()) {
      read(STREAM.substring(from, cut));
      from = cut;
    }
    read(STREAM.substring(from));

    assertEntries();
  }

  @Test
  void isAsFarAsTheLastWholeEvent() throws IOException {
    expect(7);

    read(STREAM.substring(0, STREAM.length() - 3));
    assertThat(known.isAbsent("other", AGE)).isFalse();

    read(STREAM.substring(STREAM.length() - 3));
    assertThat(known.isAbsent("other", AGE)).isTrue();
  }

  @Test
  void endsWithAnError() {
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(
            () ->
                read(
                    """
                    {"type":"ERROR","object":{"kind":"Status","metadata":{},"message":"too old \
                    resource version","code":410}}
                    """))
        .withMessage("the API server tells of ERROR");
    assertThat(wanted).hasValue(0);
  }

  @Test
  void endsWithAVersionThatCannotBeCompared() {
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(
            () ->
                read(
                    """
                    {"type":"ADDED","object":{"metadata":{"name":"a","resourceVersion":"x1"}}}
                    """))
        .withMessage("version x1 cannot be compared");
  }

  @Test
  void endsWithWhatIsNoJson() {
    assertThatExceptionOfType(IOException.class).isThrownBy(() -> read("<html>"));
  }

  /** Whoever watches begins anew after that, and after nothing else. */
  @FuzzTest
  void failsByNothingButAnIoException(byte[] bytes) {
    expect(7);
    try {
      events.consume(List.of(ByteBuffer.wrap(bytes)), body);
    } catch (IOException e) {
      assertThat(e).message().isNotEmpty();
    }
  }
}
