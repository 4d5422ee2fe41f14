/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.notary;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.starlingx.portieris.trust.http.Headers;
import io.starlingx.portieris.trust.http.HttpResult;
import io.starlingx.portieris.trust.http.RequestContext;
import io.starlingx.portieris.trust.registry.AuthenticatedReader;
import io.starlingx.portieris.trust.registry.ReadRequest;
import io.starlingx.portieris.trust.registry.ReadResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Answers as the trust server did whose files lie in a directory, with the faults beside it. */
public final class ServerFiles implements AuthenticatedReader {

  private final Path directory;
  private final List<String> asked = Collections.synchronizedList(new ArrayList<>());

  /** A server of the files below {@code server} in this directory. */
  public ServerFiles(Path directory) {
    this.directory = directory;
  }

  List<String> asked() {
    return List.copyOf(asked);
  }

  @Override
  public ReadResult get(ReadRequest request, RequestContext context) {
    String path = request.uri().getPath();
    asked.add(path.substring(path.indexOf("/_trust/tuf/") + "/_trust/tuf/".length()));
    try {
      for (JsonNode fault : faults()) {
        if (path.contains(fault.path("match").asText())) {
          return answer(fault);
        }
      }
      Path file = directory.resolve("server" + path);
      if (!Files.isRegularFile(file)) {
        return new ReadResult.Absent();
      }
      byte[] content = Files.readAllBytes(file);
      return content.length > request.maxBytes()
          ? new ReadResult.Failed(HttpResult.Kind.TOO_LARGE, "too long")
          : new ReadResult.Document(content, new Headers(List.of()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private JsonNode faults() throws IOException {
    Path faults = directory.resolve("faults.json");
    return Files.exists(faults)
        ? new ObjectMapper().readTree(faults.toFile())
        : new ObjectMapper().createArrayNode();
  }

  private static ReadResult answer(JsonNode fault) {
    return switch (fault.path("status").asInt(200)) {
      case 200 ->
          new ReadResult.Document(
              fault.path("body").asText().getBytes(StandardCharsets.UTF_8), new Headers(List.of()));
      case 401 -> new ReadResult.Unauthorized("401");
      default -> new ReadResult.OtherStatus(fault.path("status").asInt());
    };
  }
}
