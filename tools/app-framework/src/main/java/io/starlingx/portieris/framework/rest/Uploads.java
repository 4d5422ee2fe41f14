/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.rest;

import io.starlingx.portieris.app.upload.UploadRequest;
import io.starlingx.portieris.framework.store.Acceptance;
import io.starlingx.portieris.framework.store.Acceptance.Refused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.regex.Pattern;

/** From the body of an upload to a tarball in a file, under the name that the platform gives it. */
final class Uploads {

  private static final Pattern FILE_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+~-]{0,199}");
  private static final Pattern URL = Pattern.compile("(?i)(https?|ftp)://.*");

  private final InstantSource clock;

  Uploads(InstantSource clock) {
    this.clock = clock;
  }

  /** What is to be done with the tarball. */
  interface Use {
    Acceptance of(UploadRequest request, UploadBody body) throws IOException;
  }

  /**
   * Hands the tarball on: the one that was sent, else the file of this machine that is named.
   *
   * @param operation the name within texts
   */
  Acceptance tarball(UploadBody body, String operation, Use use) throws IOException {
    String refused = "Application-" + operation + " rejected: ";
    String given = body.text("tarfile");
    if (given.isEmpty()) {
      return new Refused(refused + "tar file must be specified.");
    }
    if (URL.matcher(given).matches()) {
      return new Refused(refused + given + " is a URL; this server does not fetch tarballs.");
    }
    Path path;
    try {
      path = Path.of(given);
    } catch (InvalidPathException e) {
      return new Refused(refused + "the name of the tar file is not valid.");
    }
    boolean isSent = Files.size(body.content()) > 0 || !body.isDecoded();
    if (!isSent) {
      return path.isAbsolute()
          ? use.of(request(path, body), body)
          : new Refused(
              refused
                  + "application tar file "
                  + given
                  + " does not exist. (without binary_data, name a file of the server by its"
                  + " absolute path)");
    }
    return sent(body, String.valueOf(path.getFileName()), refused, use);
  }

  private Acceptance sent(UploadBody body, String name, String refused, Use use)
      throws IOException {
    if (!FILE_NAME.matcher(name).matches()) {
      return new Refused(
          refused + "the name of the tar file may hold only letters, digits and '._+~-'.");
    }
    String stored = stamp(clock.instant()) + "-" + name;
    if (!body.isDecoded()) {
      return new Refused(
          refused
              + "failed to extract tar file "
              + stored
              + ". (binary_data is not base64 with the URL alphabet)");
    }
    Path tarball = Files.move(body.content(), body.content().resolveSibling(stored));
    return use.of(request(tarball, body), body);
  }

  private static UploadRequest request(Path tarball, UploadBody body) {
    return new UploadRequest(tarball, body.text("name"), body.text("app_version"));
  }

  private static String stamp(Instant now) {
    return String.format(Locale.ROOT, "%d.%06d", now.getEpochSecond(), now.getNano() / 1_000);
  }
}
