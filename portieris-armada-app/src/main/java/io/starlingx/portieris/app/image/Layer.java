/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.image;

import io.starlingx.portieris.app.archive.TarWriter;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipParameters;

/**
 * One layer of an image, compressed.
 *
 * @param digest SHA-256 of the file, in hex
 * @param diffId SHA-256 of the uncompressed tar, in hex
 * @param comment what it holds, for the image's history
 */
record Layer(Path file, long size, String digest, String diffId, String comment) {

  /** Level 9 takes 2.6 times as long for 0.6 % less. */
  private static final int LEVEL = 6;

  /** Writes the members of a layer. */
  @FunctionalInterface
  interface Members {
    void write(TarWriter tar) throws IOException;
  }

  static Layer write(Path file, String comment, Members members) throws IOException {
    MessageDigest compressed = MessageDigests.sha256();
    MessageDigest plain = MessageDigests.sha256();
    GzipParameters parameters = new GzipParameters();
    parameters.setCompressionLevel(LEVEL);
    parameters.setOperatingSystem(255);
    try (OutputStream out =
            new DigestOutputStream(
                new BufferedOutputStream(Files.newOutputStream(file)), compressed);
        GzipCompressorOutputStream gzip = new GzipCompressorOutputStream(out, parameters);
        TarWriter tar =
            TarWriter.plain(
                new BufferedOutputStream(new DigestOutputStream(gzip, plain), 64 * 1024))) {
      members.write(tar);
    }
    return new Layer(
        file,
        Files.size(file),
        HexFormat.of().formatHex(compressed.digest()),
        HexFormat.of().formatHex(plain.digest()),
        comment);
  }
}
