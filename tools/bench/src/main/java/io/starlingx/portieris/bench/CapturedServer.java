/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.bench;

import io.starlingx.portieris.trust.http.Headers;
import io.starlingx.portieris.trust.http.RequestContext;
import io.starlingx.portieris.trust.registry.AuthenticatedReader;
import io.starlingx.portieris.trust.registry.ReadRequest;
import io.starlingx.portieris.trust.registry.ReadResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The answers of a real trust server from memory: what is measured is not the network. */
final class CapturedServer implements AuthenticatedReader {

  static final String GUN = "localhost:15000/team/delegated";

  private static final Path TREE =
      Path.of(System.getProperty("portieris.root", "."))
          .resolve("image-trust/src/test/resources/fixtures/notary/delegations/server");

  private final Map<String, byte[]> files = new HashMap<>();

  CapturedServer() throws IOException {
    try (Stream<Path> found = Files.walk(TREE)) {
      for (Path file : found.filter(Files::isRegularFile).toList()) {
        files.put("/" + TREE.relativize(file), Files.readAllBytes(file));
      }
    }
  }

  /** The file at a path. */
  byte[] file(String path) {
    byte[] file = files.get(path);
    if (file == null) {
      throw new IllegalArgumentException("nothing captured at " + path);
    }
    return file;
  }

  @Override
  public ReadResult get(ReadRequest request, RequestContext context) {
    byte[] file = files.get(request.uri().getPath());
    return file == null
        ? new ReadResult.Absent()
        : new ReadResult.Document(file, new Headers(List.of()));
  }
}
