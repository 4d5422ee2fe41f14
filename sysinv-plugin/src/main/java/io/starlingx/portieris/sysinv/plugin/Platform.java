/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.sysinv.plugin;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * What only a running platform knows of itself.
 *
 * @param controllers how many controllers are provisioned; empty where that is not known yet
 * @param ipv6 whether the cluster's services have IPv6 addresses
 */
public record Platform(OptionalInt controllers, boolean ipv6, CloudRole role) {

  /** One of which nothing is known: an IPv4 system that belongs to no distributed cloud. */
  public static final Platform UNKNOWN = new Platform(OptionalInt.empty(), false, CloudRole.NONE);

  /** The part that a system has in a distributed cloud. */
  public enum CloudRole {
    NONE,
    SYSTEMCONTROLLER,
    SUBCLOUD
  }

  public Platform {
    requireNonNull(controllers, "controllers");
    requireNonNull(role, "role");
  }

  /** Every kind of platform, of unknown size; {@link #UNKNOWN} is the first. */
  public static List<Platform> kinds() {
    return Stream.of(false, true)
        .flatMap(
            ipv6 ->
                Stream.of(CloudRole.values())
                    .map(role -> new Platform(OptionalInt.empty(), ipv6, role)))
        .toList();
  }
}
