/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.sysinv.bootstrap;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * How to reach the outside.
 *
 * @param http for http URLs
 * @param https for https URLs
 * @param no hosts and addresses that are reached directly
 */
public record OutboundProxy(Optional<String> http, Optional<String> https, List<String> no) {
  public OutboundProxy {
    requireNonNull(http, "http");
    requireNonNull(https, "https");
    no = List.copyOf(no);
  }

  /** Whether no proxy is used at all. */
  public boolean isDirect() {
    return http.isEmpty() && https.isEmpty();
  }
}
