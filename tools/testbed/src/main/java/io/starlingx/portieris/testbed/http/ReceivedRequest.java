/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.testbed.http;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A request that came in.
 *
 * @param method its method
 * @param path its path, decoded, without the query
 * @param query its query as sent, empty when there is none
 * @param headers its headers, names in lower case
 * @param body its body, read as ISO 8859-1
 */
public record ReceivedRequest(
    String method, String path, String query, Map<String, List<String>> headers, String body) {

  public ReceivedRequest {
    headers = Map.copyOf(headers);
  }

  /** The first header of a name in any case. */
  public Optional<String> header(String name) {
    return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()).stream().findFirst();
  }
}
