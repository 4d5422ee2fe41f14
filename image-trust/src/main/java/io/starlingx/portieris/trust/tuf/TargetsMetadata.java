/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.tuf;

import io.starlingx.portieris.trust.verdict.ReasonCode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Signed data of role targets or of a delegation. */
record TargetsMetadata(
    SignedFile file, Header header, Map<String, Target> targets, List<Delegation> delegations) {

  /** Of one delegation: each name that it holds is compared with all of them. */
  static final int MAX_PATHS = 256;

  /** To whom a role hands on, and for which names. */
  record Delegation(RoleKeys keys, List<String> paths) {
    Delegation {
      paths = List.copyOf(paths);
    }

    String name() {
      return keys.role();
    }
  }

  TargetsMetadata {
    targets = Map.copyOf(targets);
    delegations = List.copyOf(delegations);
  }

  /** Names of those to whom it hands on. */
  Set<String> delegated() {
    return delegations.stream().map(Delegation::name).collect(Collectors.toUnmodifiableSet());
  }

  static TargetsMetadata parse(SignedFile file) throws TufException {
    Header header = Header.parse("Targets", file.body());
    Map<String, Target> targets = new LinkedHashMap<>();
    Optional<Members> members = file.body().optionalObject("targets");
    if (members.isPresent()) {
      for (Map.Entry<String, JsonValue> entry : members.get().values().entrySet()) {
        targets.put(entry.getKey(), Target.parse(Members.of(file.role(), entry.getValue())));
      }
    }
    Optional<Members> delegations = file.body().optionalObject("delegations");
    return new TargetsMetadata(
        file,
        header,
        targets,
        delegations.isPresent() ? delegations(file.role(), delegations.get()) : List.of());
  }

  private static List<Delegation> delegations(String parent, Members members) throws TufException {
    Map<String, TrustKey> keys = RoleKeys.published(members.object("keys"));
    List<Delegation> delegations = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (JsonValue element : members.array("roles")) {
      Members role = Members.of(parent, element);
      String name = role.text("name");
      if (!Role.isChild(parent, name) || !names.add(name)) {
        throw TufException.malformed(parent + ": a delegation has an invalid or repeated name");
      }
      List<String> paths = role.find("paths").isEmpty() ? List.of() : role.texts("paths");
      if (paths.size() > MAX_PATHS) {
        throw new TufException(
            ReasonCode.TOO_LARGE, name + ": more than " + MAX_PATHS + " paths are delegated");
      }
      delegations.add(new Delegation(RoleKeys.parse(name, role, keys), paths));
    }
    return delegations;
  }
}
