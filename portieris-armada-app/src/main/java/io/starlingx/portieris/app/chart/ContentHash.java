/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.chart;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.SequencedMap;

/** The SHA-256 over names and contents of a chart's files, in hex. */
final class ContentHash {

  private ContentHash() {}

  static String of(SequencedMap<String, ChartFile> files) throws IOException {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
    try (DataOutputStream out =
        new DataOutputStream(new DigestOutputStream(OutputStream.nullOutputStream(), digest))) {
      for (Map.Entry<String, ChartFile> file : files.entrySet()) {
        byte[] name = file.getKey().getBytes(StandardCharsets.UTF_8);
        byte[] content = file.getValue().bytes();
        out.writeInt(name.length);
        out.write(name);
        out.writeInt(content.length);
        out.write(content);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
