/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.testbed;

import io.starlingx.portieris.testbed.process.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The real notary client with the keys of one person. A collection is named by its GUN, the image
 * name without a tag. Every change is published at once.
 */
public final class NotaryClient {

  private static final Map<String, String> PASSPHRASES =
      Map.of(
          "NOTARY_ROOT_PASSPHRASE", "rootpassphrase",
          "NOTARY_TARGETS_PASSPHRASE", "targetspassphrase",
          "NOTARY_SNAPSHOT_PASSPHRASE", "snapshotpassphrase",
          "NOTARY_DELEGATION_PASSPHRASE", "delegationpassphrase");

  private final List<String> program;
  private final Path trustDirectory;

  NotaryClient(Path notary, URI server, Path certificateAuthority, Path trustDirectory) {
    this.program =
        List.of(
            notary.toString(),
            "-s",
            server.toString(),
            "--tlscacert",
            certificateAuthority.toString(),
            "-d",
            trustDirectory.toString());
    this.trustDirectory = trustDirectory;
  }

  /** Makes an empty collection with new root, targets and snapshot keys. */
  public void init(String gun) {
    run("init", "-p", gun);
  }

  /** Signs the image's digest and size as a target with the targets key. */
  public void sign(String gun, String tag, PushedImage image) {
    sign(gun, tag, image.digest(), image.size(), List.of());
  }

  /**
   * Signs a target.
   *
   * @param digest {@code sha256:<hex>}
   * @param size in bytes
   * @param roles delegation roles, for example {@code targets/alice}; none is {@code targets}
   */
  public void sign(String gun, String tag, String digest, long size, List<String> roles) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "addhash",
                "-p",
                gun,
                tag,
                Long.toString(size),
                "--sha256",
                digest.replaceFirst("^sha256:", "")));
    if (!roles.isEmpty()) {
      arguments.addAll(List.of("--roles", String.join(",", roles)));
    }
    run(arguments.toArray(String[]::new));
  }

  /** Removes a target from the collection. */
  public void remove(String gun, String tag) {
    run("remove", "-p", gun, tag);
  }

  /** Lets the holder of a certificate's key sign any target as a delegation role. */
  public void delegate(String gun, String role, Path certificate) {
    run("delegation", "add", "-p", gun, role, certificate.toString(), "--all-paths");
  }

  /** Takes a private key, PKCS #8 in PEM, into this client's own keys. */
  public void importKey(Path key, String role) {
    run("key", "import", key.toString(), "--role", role);
  }

  /** Hands the snapshot key over to the server, without which no delegate can publish. */
  public void giveSnapshotKeyToServer(String gun) {
    run("key", "rotate", gun, "snapshot", "-r");
  }

  /** Replaces the key of {@code root} or {@code targets}. */
  public void rotateKey(String gun, String role) {
    run("key", "rotate", gun, role);
  }

  /** Replaces the server's timestamp key. */
  public void rotateTimestampKey(String gun) {
    run("key", "rotate", gun, "timestamp", "-r");
  }

  /**
   * The client's own table of verified targets, one line each.
   *
   * @param roles only what these delegation roles signed; none is every role, of which a tag shows
   *     the first
   */
  public String list(String gun, String... roles) {
    List<String> arguments = new ArrayList<>(List.of("list", gun));
    for (String role : roles) {
      arguments.addAll(List.of("--roles", role));
    }
    return run(arguments.toArray(String[]::new));
  }

  private String run(String... arguments) {
    List<String> command = new ArrayList<>(program);
    command.addAll(List.of(arguments));
    try {
      Files.createDirectories(trustDirectory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    // Only a rotation of the root key asks a question.
    return Command.of(trustDirectory, command)
        .withEnvironment(PASSPHRASES)
        .withInput("yes\n")
        .run();
  }
}
