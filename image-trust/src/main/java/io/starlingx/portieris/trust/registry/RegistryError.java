/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.registry;

import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The body of a registry's refusal.
 *
 * @see <a href="https://github.com/opencontainers/distribution-spec/blob/main/spec.md#error-codes">
 *     Error codes</a>
 */
final class RegistryError {

  private static final Pattern CODE = Pattern.compile("[A-Z][A-Z_]{1,40}");
  private static final ObjectMapper JSON = JsonMapper.builder().build();

  static {
    JSON.getFactory()
        .setStreamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(16).build());
  }

  private RegistryError() {}

  /** The first error's code, if it looks like one; never the server's prose. */
  static Optional<String> code(byte[] body) {
    try {
      return Optional.of(JSON.readTree(body).path("errors").path(0).path("code").asText(""))
          .filter(code -> CODE.matcher(code).matches());
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
