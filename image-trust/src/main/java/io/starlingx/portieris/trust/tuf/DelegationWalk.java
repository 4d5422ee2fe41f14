/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.tuf;

import io.starlingx.portieris.trust.verdict.ReasonCode;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;

/**
 * Collects the selected delegations below targets, breadth first, each verified by the keys that
 * its parent names. A delegation that is expired or lacks signatures is dropped with all below it;
 * any other defect ends the update.
 */
final class DelegationWalk {

  static final int MAX_DELEGATIONS = 100;
  private static final int MAX_DEPTH = 8;
  private static final Set<ReasonCode> DROPPING =
      EnumSet.of(ReasonCode.EXPIRED, ReasonCode.BAD_SIGNATURE, ReasonCode.THRESHOLD);

  private final MetadataReader files;
  private final SignatureChecks checks;
  private final SnapshotMetadata snapshot;
  private final RoleSelection selection;
  private final FloorCheck floor;
  private final Instant now;
  private final List<TrustedRole> roles = new ArrayList<>();
  private final List<UnheardRole> unheard = new ArrayList<>();
  private int seen;

  DelegationWalk(
      MetadataReader files,
      SignatureChecks checks,
      SnapshotMetadata snapshot,
      RoleSelection selection,
      FloorCheck floor,
      Instant now) {
    this.files = files;
    this.checks = checks;
    this.snapshot = snapshot;
    this.selection = selection;
    this.floor = floor;
    this.now = now;
  }

  private record Parent(TargetsMetadata metadata, List<String> paths) {}

  /** Walks from {@code targets}, which is verified. */
  void walk(TargetsMetadata targets) throws TufException {
    Queue<Parent> parents = new ArrayDeque<>(List.of(new Parent(targets, List.of(""))));
    while (!parents.isEmpty()) {
      Parent parent = parents.remove();
      floor.forgetOthers(parent.metadata().file().role(), parent.metadata().delegated());
      begin(parent.metadata().delegations());
      for (TargetsMetadata.Delegation delegation : parent.metadata().delegations()) {
        limit(delegation.name());
        List<String> paths = within(parent.paths(), delegation.paths());
        verified(delegation, paths).map(child -> new Parent(child, paths)).ifPresent(parents::add);
      }
    }
  }

  /** All but the first, which comes at once, are checked meanwhile if they came early. */
  private void begin(List<TargetsMetadata.Delegation> delegations) {
    delegations.stream()
        .filter(delegation -> isNeeded(delegation.name()))
        .limit(MAX_DELEGATIONS)
        .skip(1)
        .forEach(
            delegation ->
                files
                    .early(delegation.name())
                    .ifPresent(file -> checks.begin(delegation.name(), delegation.keys(), file)));
  }

  private boolean isNeeded(String name) {
    return selection.includes(name) && snapshot.find(name).isPresent();
  }

  List<TrustedRole> roles() {
    return roles;
  }

  List<UnheardRole> unheard() {
    return unheard;
  }

  private void limit(String name) throws TufException {
    if (++seen > MAX_DELEGATIONS || Role.depth(name) > MAX_DEPTH) {
      throw new TufException(
          ReasonCode.TOO_LARGE,
          "more than " + MAX_DELEGATIONS + " delegations, or deeper than " + MAX_DEPTH);
    }
  }

  /** Those of the child's prefixes that lie within one of the parent's. */
  private static List<String> within(List<String> parent, List<String> child) {
    return child.stream()
        .filter(path -> parent.stream().anyMatch(path::startsWith))
        .distinct()
        .toList();
  }

  private Optional<TargetsMetadata> verified(
      TargetsMetadata.Delegation delegation, List<String> paths) throws TufException {
    String name = delegation.name();
    Optional<FileMeta> meta = snapshot.find(name);
    if (meta.isEmpty()) {
      floor.requireUnpublished(name);
      return unheard(name, paths, Optional.empty());
    }
    if (!selection.includes(name)) {
      return unheard(name, paths, Optional.empty());
    }
    byte[] content = files.hashed(name, meta.get());
    try {
      SignatureChecks.Checked signed = checks.require(name, delegation.keys(), content);
      TargetsMetadata metadata = TargetsMetadata.parse(signed.file());
      floor.require(metadata.file(), metadata.header());
      metadata.header().requireUnexpired(now);
      roles.add(
          new TrustedRole(
              name,
              metadata.targets(),
              paths,
              delegation.keys().publicKeys(),
              signed.signers(),
              metadata.header().expires()));
      return Optional.of(metadata);
    } catch (TufException e) {
      return drop(name, paths, e);
    }
  }

  private Optional<TargetsMetadata> drop(String name, List<String> paths, TufException why)
      throws TufException {
    if (!DROPPING.contains(why.code())) {
      throw why;
    }
    return unheard(name, paths, Optional.of(why.text()));
  }

  private Optional<TargetsMetadata> unheard(
      String name, List<String> paths, Optional<String> defect) {
    unheard.add(new UnheardRole(name, paths, 1 + roles.size(), defect));
    return Optional.empty();
  }
}
