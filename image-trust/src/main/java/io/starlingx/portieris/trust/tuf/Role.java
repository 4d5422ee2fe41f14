/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.tuf;

import java.util.List;
import java.util.regex.Pattern;

/** Names of roles. */
final class Role {

  static final String ROOT = "root";
  static final String TARGETS = "targets";
  static final String SNAPSHOT = "snapshot";
  static final String TIMESTAMP = "timestamp";
  static final List<String> BASE = List.of(ROOT, TARGETS, SNAPSHOT, TIMESTAMP);

  private static final int MAX_LENGTH = 255;
  private static final Pattern DELEGATION = Pattern.compile("targets(?:/[-a-z0-9_]+)+");

  private Role() {}

  /** Whether {@code child} is a well-formed name directly below {@code parent}. */
  static boolean isChild(String parent, String child) {
    return isDelegation(child) && child.substring(0, child.lastIndexOf('/')).equals(parent);
  }

  /** Whether {@code name} is a well-formed name of a delegation. */
  static boolean isDelegation(String name) {
    return name.length() <= MAX_LENGTH && DELEGATION.matcher(name).matches();
  }

  /** How many delegations lie between {@code targets} and {@code name}. */
  static long depth(String name) {
    return name.chars().filter(c -> c == '/').count();
  }
}
