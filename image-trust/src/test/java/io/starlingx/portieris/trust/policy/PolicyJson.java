/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.policy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Policies read from their JSON. */
final class PolicyJson {

  static final ObjectMapper JSON = new ObjectMapper();

  private PolicyJson() {}

  static RepositoryRule rule(String json) {
    return read("{\"kind\":\"ClusterImagePolicy\",\"metadata\":{\"name\":\"c\"},\"spec\":{\"repositories\":["
            + json
            + "]}}")
        .repositories()
        .getFirst();
  }

  static ImagePolicy read(String json) {
    try {
      return PolicyReader.read(JSON.readTree(json));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
