/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.tuf;

import io.starlingx.portieris.trust.verdict.ReasonCode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One update of one repository: from what is remembered to trust data that are completely verified,
 * or to the reason why not. The numbers follow the client workflow of the specification as far as
 * Notary v1 has it; files are named by their hash, and the newest root is asked for only when
 * something does not fit.
 *
 * @param selection the delegations that are needed
 * @param floor what is remembered, empty the first time
 * @param previous the result of an earlier update by the same anchor
 * @see <a
 *     href="https://theupdateframework.github.io/specification/v1.0.33/#detailed-client-workflow">TUF,
 *     detailed client workflow</a>
 */
record Update(
    MetadataReader files,
    SignatureChecks checks,
    RootVerifier verifier,
    RoleSelection selection,
    Optional<Floor> floor,
    Optional<Verified> previous) {

  /**
   * What an update leads to, and what is to be remembered of it.
   *
   * @param rootKeys ids of the keys that may sign the next root
   * @param bytes length of the files that this was made from
   */
  record Verified(TrustedRepository repository, Floor floor, List<String> rootKeys, int bytes) {
    Verified {
      rootKeys = List.copyOf(rootKeys);
    }
  }

  Verified run() throws TufException {
    // 5.2 Start from the trusted root, or from one that the anchor admits.
    RootMetadata root = floor.isPresent() ? parsed(floor.get().root()) : bootstrap();
    try {
      if (floor.isPresent()) {
        // A new day, perhaps a new anchor: what was trusted once must still be.
        verifier.verify(root);
      }
      return follow(root);
    } catch (TufException e) {
      if (e.isNoAnswer()) {
        throw e;
      }
      // 5.3 Something does not fit: keys may have been rotated, or a publication was half seen.
      RootMetadata newest = new RootUpdate(files, verifier).from(root);
      // 5.3.10 The newest root counts today: anchor, certificates, its own signatures, expiry.
      verifier.verify(newest);
      return follow(newest);
    }
  }

  private RootMetadata bootstrap() throws TufException {
    byte[] file =
        files
            .firstRoot()
            .orElseThrow(
                () ->
                    new TufException(
                        ReasonCode.NO_TRUST_DATA,
                        files.server() + " does not have trust data for " + verifier.gun()));
    RootMetadata root = parsed(file);
    verifier.verifyFirst(root);
    return root;
  }

  /** While the root is judged, files that came early are checked by its keys. */
  private RootMetadata parsed(byte[] file) throws TufException {
    RootMetadata root = RootMetadata.parse(file);
    for (String role : List.of(Role.SNAPSHOT, Role.TARGETS)) {
      files.early(role).ifPresent(early -> checks.begin(role, root.role(role), early));
    }
    return root;
  }

  /** Everything below a root that counts today. */
  private Verified follow(RootMetadata root) throws TufException {
    FloorCheck check = new FloorCheck(floor);

    // 5.4 Timestamp: signatures, type, version, expiry. Always from the network.
    SignedFile timestampFile = SignedFile.parse(Role.TIMESTAMP, files.timestamp());
    Optional<Verified> unchanged = unchanged(root, timestampFile);
    if (unchanged.isPresent()) {
      return unchanged.get();
    }
    root.role(Role.TIMESTAMP).verify(timestampFile);
    SnapshotMetadata timestamp = SnapshotMetadata.timestamp(timestampFile);
    check.require(timestampFile, timestamp.header());
    timestamp.header().requireUnexpired(now());

    // 5.5 Snapshot: length and hashes from the timestamp, then as above.
    SignedFile snapshotFile = hashed(Role.SNAPSHOT, root, timestamp).file();
    SnapshotMetadata snapshot = SnapshotMetadata.snapshot(snapshotFile);
    check.require(snapshotFile, snapshot.header());
    snapshot.header().requireUnexpired(now());
    snapshot.get(Role.ROOT).require(Role.ROOT, root.bytes());

    // Whatever the snapshot names and the answer needs is asked for at the same time.
    files.expect(neededBy(snapshot));

    // 5.6 Targets: length and hashes from the snapshot, then as above.
    SignatureChecks.Checked signed = hashed(Role.TARGETS, root, snapshot);
    TargetsMetadata targets = TargetsMetadata.parse(signed.file());
    check.require(signed.file(), targets.header());
    targets.header().requireUnexpired(now());

    // 5.6.7 Delegations, each by the keys that its parent names.
    DelegationWalk delegations =
        new DelegationWalk(files, checks, snapshot, selection, check, now());
    delegations.walk(targets);

    List<TrustedRole> roles = new ArrayList<>();
    roles.add(
        new TrustedRole(
            Role.TARGETS,
            targets.targets(),
            List.of(""),
            root.role(Role.TARGETS).publicKeys(),
            signed.signers(),
            targets.header().expires()));
    roles.addAll(delegations.roles());
    Instant expires =
        earliest(
            verifier.expires(root),
            timestamp.header().expires(),
            snapshot.header().expires(),
            targets.header().expires());
    return new Verified(
        new TrustedRepository(roles, targets.delegated(), delegations.unheard(), expires),
        check.next(root),
        rootKeys(root),
        files.bytesUsed() + root.bytes().length);
  }

  /** An id that is not computed from its key signs nothing, and may be any text. */
  private static List<String> rootKeys(RootMetadata root) {
    return root.role(Role.ROOT).keys().values().stream()
        .filter(key -> key.computedId().equals(key.id()))
        .map(TrustKey::id)
        .sorted()
        .toList();
  }

  private Map<String, FileMeta> neededBy(SnapshotMetadata snapshot) {
    Map<String, FileMeta> needed = new LinkedHashMap<>();
    needed.put(Role.TARGETS, snapshot.get(Role.TARGETS));
    snapshot.meta().entrySet().stream()
        .filter(entry -> Role.isDelegation(entry.getKey()) && selection.includes(entry.getKey()))
        .limit(DelegationWalk.MAX_DELEGATIONS)
        .forEach(entry -> needed.put(entry.getKey(), entry.getValue()));
    return needed;
  }

  /**
   * The earlier result, if the same timestamp was verified by the same root and all still holds.
   */
  private Optional<Verified> unchanged(RootMetadata root, SignedFile timestamp) {
    return previous
        .filter(earlier -> floor.equals(Optional.of(earlier.floor())))
        .filter(earlier -> accepted(earlier, Role.ROOT, root.file()))
        .filter(earlier -> accepted(earlier, Role.TIMESTAMP, timestamp))
        .filter(earlier -> earlier.repository().allExpire().isAfter(now()));
  }

  private static boolean accepted(Verified earlier, String role, SignedFile file) {
    return earlier
        .floor()
        .find(role)
        .filter(accepted -> accepted.content().equals(file.content()))
        .isPresent();
  }

  private SignatureChecks.Checked hashed(String role, RootMetadata root, SnapshotMetadata by)
      throws TufException {
    return checks.require(role, root.role(role), files.hashed(role, by.get(role)));
  }

  private Instant now() {
    return verifier.now();
  }

  private static Instant earliest(Instant first, Instant... others) {
    Instant earliest = first;
    for (Instant other : others) {
      earliest = other.isBefore(earliest) ? other : earliest;
    }
    return earliest;
  }
}
