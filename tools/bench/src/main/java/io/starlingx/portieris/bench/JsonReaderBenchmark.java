/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.starlingx.portieris.trust.tuf.CanonicalJson;
import io.starlingx.portieris.trust.tuf.JsonValue;
import io.starlingx.portieris.trust.tuf.MalformedJsonException;
import io.starlingx.portieris.trust.tuf.StrictJson;
import java.io.IOException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Reading and canonicalising a targets file of this many tags. */
@State(Scope.Benchmark)
public class JsonReaderBenchmark {

  /** Tags in the file; one tag is about 190 bytes. */
  @Param({"10", "1000"})
  public int tags;

  private final ObjectMapper lenient = new ObjectMapper();
  private final ObjectMapper strict =
      JsonMapper.builder(
              JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
          .build();
  private final JsonFactory tokens = new JsonFactory();
  private byte[] file = new byte[0];
  private JsonValue parsed = new JsonValue.JsonNull();

  /** Makes the file. */
  @Setup
  public void publish() throws MalformedJsonException {
    StringBuilder text = new StringBuilder("{\"signed\":{\"_type\":\"Targets\",\"targets\":{");
    for (int i = 0; i < tags; i++) {
      text.append(i == 0 ? "" : ",")
          .append("\"v1.")
          .append(i)
          .append("\":{\"hashes\":{\"sha256\":\"")
          .append("HNQRkcFLm845vHmqEID7NnhOtA4H1/lz415Izo1sJws=")
          .append("\",\"sha512\":\"")
          .append("xPGiXoy76MY4GzBzaIEfKTUSzAxKxycUt8H7ytRRQNocrj1G7Q75ivRESPU7O/d9Fp/Ko1kMJnT/")
          .append("3aNG+mrbxA==\"},\"length\":345}");
    }
    file = text.append("},\"version\":7},\"signatures\":[]}").toString().getBytes(UTF_8);
    parsed = StrictJson.parse(file);
  }

  /** Bytes per operation, to turn operations into a rate. */
  public int length() {
    return file.length;
  }

  @Benchmark
  public JsonValue strictJson() throws MalformedJsonException {
    return StrictJson.parse(file);
  }

  @Benchmark
  public JsonNode databindTree() throws IOException {
    return lenient.readTree(file);
  }

  @Benchmark
  public JsonNode databindTreeStrictDuplicates() throws IOException {
    return strict.readTree(file);
  }

  @Benchmark
  public int tokensOnly() throws IOException {
    int count = 0;
    try (JsonParser parser = tokens.createParser(file)) {
      while (parser.nextToken() != null) {
        count++;
      }
    }
    return count;
  }

  @Benchmark
  public byte[] canonicalJson() throws MalformedJsonException {
    return CanonicalJson.encode(parsed);
  }
}
