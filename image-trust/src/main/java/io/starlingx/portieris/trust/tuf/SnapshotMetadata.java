/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.tuf;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Signed data of role snapshot or timestamp: which files belong together.
 *
 * @param meta by role name
 */
record SnapshotMetadata(SignedFile file, Header header, Map<String, FileMeta> meta) {

  static final int MAX_TIMESTAMP_BYTES = 1024 * 1024;

  SnapshotMetadata {
    meta = Map.copyOf(meta);
  }

  static SnapshotMetadata timestamp(SignedFile file) throws TufException {
    return parse("Timestamp", List.of(Role.SNAPSHOT), file);
  }

  static SnapshotMetadata snapshot(SignedFile file) throws TufException {
    return parse("Snapshot", List.of(Role.ROOT, Role.TARGETS), file);
  }

  private static SnapshotMetadata parse(String type, List<String> required, SignedFile file)
      throws TufException {
    Header header = Header.parse(type, file.body());
    Members members = file.body().object("meta");
    Map<String, FileMeta> meta = new LinkedHashMap<>();
    for (Map.Entry<String, JsonValue> entry : members.values().entrySet()) {
      meta.put(entry.getKey(), FileMeta.parse(Members.of(file.role(), entry.getValue())));
    }
    for (String role : required) {
      if (!meta.containsKey(role)) {
        throw TufException.malformed(file.role() + ": says nothing about " + role);
      }
    }
    return new SnapshotMetadata(file, header, meta);
  }

  /** What is said about a role; empty when it has not published anything. */
  Optional<FileMeta> find(String role) {
    return Optional.ofNullable(meta.get(role));
  }

  /** What is said about a role that parsing has seen to. */
  FileMeta get(String role) {
    return find(role).orElseThrow();
  }
}
