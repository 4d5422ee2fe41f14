/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.archive;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Builds tarballs member by member, good ones and hostile ones. */
public final class TarballFixture {

  private static final String METADATA =
      """
      app_name: portieris
      app_version: "26.11-1"
      supported_k8s_version:
        minimum: "1.24.4"
      """;

  private final Map<String, byte[]> files = new LinkedHashMap<>();
  private final ByteArrayOutputStream extra = new ByteArrayOutputStream();
  private boolean sums = true;

  /** A small tarball that every sysinv accepts. */
  public static TarballFixture acceptable() {
    return new TarballFixture()
        .with("./metadata.yaml", METADATA)
        .with("./fluxcd-manifests/kustomization.yaml", "resources: [base]\n")
        .with("./fluxcd-manifests/base/helmrepository.yaml", "kind: HelmRepository\n")
        .with("./charts/portieris-1.0.0.tgz", chart());
  }

  public static byte[] chart() {
    return new TarballFixture()
        .withoutSums()
        .with("portieris/Chart.yaml", "name: portieris\nversion: 1.0.0\n")
        .bytes();
  }

  public TarballFixture with(String name, String text) {
    return with(name, text.getBytes(StandardCharsets.UTF_8));
  }

  public TarballFixture with(String name, byte[] content) {
    files.put(name, content);
    return this;
  }

  public TarballFixture without(String name) {
    files.remove(name);
    return this;
  }

  public TarballFixture withoutSums() {
    sums = false;
    return this;
  }

  /**
   * A member that only its type and link target describe, for example {@code
   * TarConstants.LF_SYMLINK}.
   */
  public TarballFixture withMember(String name, byte type, String target) {
    TarArchiveEntry entry = new TarArchiveEntry(name, type);
    entry.setLinkName(target);
    return withRaw(entry, new byte[0]);
  }

  /** An empty member of that type and mode. */
  public TarballFixture withMode(String name, byte type, int mode) {
    TarArchiveEntry entry = new TarArchiveEntry(name, type);
    entry.setMode(mode);
    return withRaw(entry, new byte[0]);
  }

  /** A second member beside those given by name. */
  public TarballFixture withAgain(String name, String text) {
    byte[] content = text.getBytes(StandardCharsets.UTF_8);
    TarArchiveEntry entry = new TarArchiveEntry(name, true);
    entry.setSize(content.length);
    return withRaw(entry, content);
  }

  /** A GNU extended header that announces a name of that many bytes. */
  public TarballFixture withLongName(int length) {
    TarArchiveEntry entry =
        new TarArchiveEntry(TarConstants.GNU_LONGLINK, TarConstants.LF_GNUTYPE_LONGNAME);
    entry.setSize(length);
    return withRaw(entry, "x".repeat(length).getBytes(StandardCharsets.US_ASCII));
  }

  private TarballFixture withRaw(TarArchiveEntry entry, byte[] content) {
    byte[] header = new byte[512];
    entry.writeEntryHeader(header);
    extra.writeBytes(header);
    extra.writeBytes(content);
    extra.writeBytes(new byte[(512 - content.length % 512) % 512]);
    return this;
  }

  public byte[] tar() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(extra.toByteArray());
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      for (Map.Entry<String, byte[]> file : all().entrySet()) {
        TarArchiveEntry entry = new TarArchiveEntry(file.getKey(), true);
        entry.setSize(file.getValue().length);
        tar.putArchiveEntry(entry);
        tar.write(file.getValue());
        tar.closeArchiveEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  public byte[] bytes() {
    return gzip(tar());
  }

  public static byte[] gzip(byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  public Path write(Path file) throws IOException {
    return Files.write(file, bytes());
  }

  private Map<String, byte[]> all() {
    if (!sums) {
      return files;
    }
    StringBuilder lines = new StringBuilder();
    files.forEach(
        (name, content) -> lines.append(md5(content)).append("  ").append(name).append('\n'));
    Map<String, byte[]> all = new LinkedHashMap<>(files);
    all.put("./checksum.md5", lines.toString().getBytes(StandardCharsets.UTF_8));
    return all;
  }

  private static String md5(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
