/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.sysinv.bootstrap;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * What bootstrap files say that matters to image trust. Credentials in them are read past and never
 * kept.
 *
 * @param imageTrust empty when there is no {@code image_trust} section
 * @param mirrors where images of other registries are pulled from, most specific first
 * @param systemCa the certificates of {@code ssl_ca_cert}
 */
public record BootstrapConfig(
    Optional<ImageTrustSection> imageTrust,
    List<Mirror> mirrors,
    Optional<CaBundle> systemCa,
    OutboundProxy proxy) {
  public BootstrapConfig {
    requireNonNull(imageTrust, "imageTrust");
    mirrors = List.copyOf(mirrors);
    requireNonNull(systemCa, "systemCa");
    requireNonNull(proxy, "proxy");
  }
}
