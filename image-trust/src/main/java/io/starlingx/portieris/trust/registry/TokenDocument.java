/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The answer of a token service.
 *
 * @param lifetime how long the token is good for, from now
 * @see <a href="https://distribution.github.io/distribution/spec/auth/token/">Token
 *     authentication</a>
 */
record TokenDocument(String token, Duration lifetime) {

  /** Largest answer read, in bytes. */
  static final int MAX_BYTES = 64 * 1024;

  private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]{1,16384}");
  private static final long DEFAULT_SECONDS = 60;
  private static final long MAX_SECONDS = 3600;

  private static final ObjectMapper JSON = StrictDocument.reader(MAX_BYTES);

  /** The document, or empty when it holds no token that can be sent. */
  static Optional<TokenDocument> read(byte[] body) {
    JsonNode answer;
    try {
      answer = JSON.readTree(body);
    } catch (IOException e) {
      return Optional.empty();
    }
    String token =
        Optional.of(answer.path("token").asText(""))
            .filter(text -> !text.isEmpty())
            .orElseGet(() -> answer.path("access_token").asText(""));
    long seconds = answer.path("expires_in").asLong(DEFAULT_SECONDS);
    return TOKEN.matcher(token).matches()
        ? Optional.of(
            new TokenDocument(token, Duration.ofSeconds(Math.clamp(seconds, 0, MAX_SECONDS))))
        : Optional.empty();
  }
}
