/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.config;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;

/**
 * The background scan of running pods.
 *
 * @param interval from the start of a scan to that of the next
 * @param namespaces the only ones that are scanned; empty for all
 * @param excludedNamespaces never scanned, because nothing in them is ever checked
 */
public record ScanSettings(
    boolean enabled, Duration interval, List<String> namespaces, List<String> excludedNamespaces) {
  public ScanSettings {
    requireNonNull(interval, "interval");
    namespaces = List.copyOf(namespaces);
    excludedNamespaces = List.copyOf(excludedNamespaces);
  }
}
