/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.kube;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.async.ByteBufferFeeder;
import io.fabric8.kubernetes.client.http.AsyncBody;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Reads what a watch of ConfigMaps tells, however it is cut into pieces: of each event its kind,
 * and of its object the name and the version.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.34/#watchevent-v1-meta">WatchEvent</a>
 */
final class EntryEvents implements AsyncBody.Consumer<List<ByteBuffer>> {

  private static final JsonFactory JSON = new JsonFactory();
  private static final int IN_EVENT = 1;
  private static final int IN_OBJECT = 2;
  private static final int IN_METADATA = 3;

  private final KnownEntries known;
  private final JsonParser parser;
  private final ByteBufferFeeder input;
  private final String[] path = {"", "", "", ""};
  private int depth;
  private String type = "";
  private String name = "";
  private String version = "";

  /** Tells {@code known} of the entries. */
  EntryEvents(KnownEntries known) {
    this.known = known;
    try {
      this.parser = JSON.createNonBlockingByteBufferParser();
      this.input = (ByteBufferFeeder) parser.getNonBlockingInputFeeder();
    } catch (IOException e) {
      throw new AssertionError("nothing is read yet", e);
    }
  }

  /**
   * Reads the next piece.
   *
   * @throws IOException when it is no JSON, or the API server tells no more because of an error
   */
  @Override
  public void consume(List<ByteBuffer> pieces, AsyncBody body) throws IOException {
    for (ByteBuffer piece : pieces) {
      input.feedInput(piece);
      for (JsonToken token = parser.nextToken();
          token != null && token != JsonToken.NOT_AVAILABLE;
          token = parser.nextToken()) {
        take(token);
      }
    }
    body.consume();
  }

  private void take(JsonToken token) throws IOException {
    if (token.isStructStart()) {
      depth++;
    } else if (token.isStructEnd()) {
      depth--;
      if (depth == 0) {
        tell();
      }
    } else if (depth <= IN_METADATA && token == JsonToken.FIELD_NAME) {
      path[depth] = parser.currentName();
    } else if (depth <= IN_METADATA && token == JsonToken.VALUE_STRING) {
      take(parser.getText());
    }
  }

  private void take(String value) {
    if (depth == IN_EVENT && path[IN_EVENT].equals("type")) {
      type = value;
    } else if (depth == IN_METADATA
        && path[IN_EVENT].equals("object")
        && path[IN_OBJECT].equals("metadata")) {
      if (path[IN_METADATA].equals("name")) {
        name = value;
      } else if (path[IN_METADATA].equals("resourceVersion")) {
        version = value;
      }
    }
  }

  private void tell() throws IOException {
    switch (type) {
      case "ADDED", "MODIFIED" -> {
        if (name.startsWith(FloorConfigMaps.PREFIX)) {
          known.exists(name, number());
        } else {
          known.told(number());
        }
      }
      case "DELETED" -> known.gone(name, number());
      case "BOOKMARK" -> known.told(number());
      default -> throw new IOException("the API server tells of " + type);
    }
    type = "";
    name = "";
    version = "";
  }

  private long number() throws IOException {
    return EntryRequests.number(version)
        .orElseThrow(() -> new IOException("version " + version + " cannot be compared"));
  }
}
