/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.wheel;

import io.starlingx.portieris.sysinv.plugin.Platform;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What only the platform knows of the system that an application runs on. */
public enum SystemTrait {
  /** The cluster's services have IPv6 addresses. */
  IPV6,
  /** A subcloud of a distributed cloud. */
  SUBCLOUD,
  /** The system controller of a distributed cloud. */
  SYSTEMCONTROLLER;

  /** As {@code plugin.yaml} and sysinv spell it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  boolean isOf(Platform platform) {
    return switch (this) {
      case IPV6 -> platform.ipv6();
      case SUBCLOUD -> platform.role() == Platform.CloudRole.SUBCLOUD;
      case SYSTEMCONTROLLER -> platform.role() == Platform.CloudRole.SYSTEMCONTROLLER;
    };
  }

  static Optional<SystemTrait> of(String text) {
    return Stream.of(values()).filter(trait -> trait.text().equals(text)).findFirst();
  }
}
