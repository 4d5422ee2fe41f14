/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.simplesigning;

import static java.util.Objects.requireNonNull;

import io.starlingx.portieris.trust.http.Headers;
import io.starlingx.portieris.trust.http.HttpResult;
import io.starlingx.portieris.trust.http.RequestContext;
import io.starlingx.portieris.trust.http.TargetSource;
import io.starlingx.portieris.trust.image.ImageReference;
import io.starlingx.portieris.trust.registry.AuthenticatedReader;
import io.starlingx.portieris.trust.registry.Credentials;
import io.starlingx.portieris.trust.registry.ReadRequest;
import io.starlingx.portieris.trust.registry.ReadResult;
import io.starlingx.portieris.trust.verdict.ReasonCode;
import io.starlingx.portieris.trust.verdict.Verdict;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Reads what belongs to one image; anything but a document or its absence ends the verification.
 */
record RepositoryReader(
    AuthenticatedReader reader,
    ImageReference image,
    List<Credentials> credentials,
    RequestContext context) {

  private static final String DOCKER_HUB = "docker.io";
  private static final String DOCKER_HUB_API = "registry-1.docker.io";

  RepositoryReader {
    requireNonNull(reader, "reader");
    requireNonNull(image, "image");
    requireNonNull(context, "context");
  }

  /** A URL below the image's registry. */
  URI inRegistry(String path) {
    String host = image.registry().equals(DOCKER_HUB) ? DOCKER_HUB_API : image.registry();
    return URI.create("https://" + host + path);
  }

  /** A document of the registry, or empty for status 404. */
  Optional<ReadResult.Document> get(URI uri, Headers headers, int maxBytes) throws EndedException {
    return get(uri, headers, maxBytes, credentials);
  }

  /** A document of any server, or empty for status 404. */
  Optional<ReadResult.Document> get(
      URI uri, Headers headers, int maxBytes, List<Credentials> usable) throws EndedException {
    ReadRequest request =
        new ReadRequest(
            uri,
            headers,
            "repository:" + image.path() + ":pull",
            usable,
            maxBytes,
            List.of(),
            TargetSource.UNTRUSTED);
    return switch (reader.get(request, context)) {
      case ReadResult.Document document -> Optional.of(document);
      case ReadResult.Absent absent -> Optional.empty();
      case ReadResult.Unauthorized(String message) ->
          throw EndedException.rejected(ReasonCode.UNAUTHORIZED, message);
      case ReadResult.OtherStatus(int status) ->
          throw new EndedException(
              new Verdict.Unavailable(
                  ReasonCode.UNAVAILABLE,
                  uri.getAuthority() + " answered " + status,
                  OptionalInt.of(status)));
      case ReadResult.Failed(HttpResult.Kind kind, String message) ->
          throw new EndedException(
              switch (kind) {
                case TOO_LARGE -> new Verdict.Rejected(ReasonCode.TOO_LARGE, message);
                case MALFORMED -> new Verdict.Rejected(ReasonCode.MALFORMED, message);
                case UNREACHABLE, TLS, FORBIDDEN_ADDRESS, BUSY -> new Verdict.Unavailable(message);
              });
    };
  }
}
