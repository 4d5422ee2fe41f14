/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.tuf;

import java.util.HashMap;
import java.util.Map;

/**
 * Signed data of role root: the keys of the other roles.
 *
 * @param bytes the whole file
 * @param roles by name, all four base roles at least
 */
@SuppressWarnings("ArrayRecordComponent") // private to the package, never compared
record RootMetadata(byte[] bytes, SignedFile file, Header header, Map<String, RoleKeys> roles) {

  static final int MAX_BYTES = 1024 * 1024;

  RootMetadata {
    roles = Map.copyOf(roles);
  }

  /** Reads root data; no signature is checked. */
  static RootMetadata parse(byte[] bytes) throws TufException {
    SignedFile file = SignedFile.parse(Role.ROOT, bytes);
    Header header = Header.parse("Root", file.body());
    file.body().optionalTruth("consistent_snapshot"); // means nothing here: names are by hash
    Map<String, TrustKey> keys = RoleKeys.published(file.body().object("keys"));
    Members members = file.body().object("roles");
    Map<String, RoleKeys> roles = new HashMap<>();
    for (String name : Role.BASE) {
      roles.put(name, RoleKeys.parse(name, members.object(name), keys));
    }
    return new RootMetadata(bytes, file, header, roles);
  }

  RoleKeys role(String name) {
    RoleKeys keys = roles.get(name);
    if (keys == null) {
      throw new IllegalArgumentException(name + " is not a base role");
    }
    return keys;
  }
}
