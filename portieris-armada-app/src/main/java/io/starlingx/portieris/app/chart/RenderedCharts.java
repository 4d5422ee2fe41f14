/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.chart;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * Remembers the charts that Helm rendered without an error, with what it warned of, since rendering
 * takes most of a build's time. A chart is known by the SHA-256 of Helm's version, its files and
 * its values: whatever changes is rendered again, and a chart with an error always is. For use by
 * several threads and programs.
 */
public final class RenderedCharts {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String HELM =
      "/META-INF/maven/com.marcnuri.helm-java/helm-java/pom.properties";
  private static final int MOST = 1000;
  private static final String HELM_VERSION = helmVersion();

  private final Optional<Path> directory;

  private RenderedCharts(Optional<Path> directory) {
    this.directory = directory;
  }

  /**
   * Remembers from program to program.
   *
   * @param directory of this user's own; created when needed
   */
  public static RenderedCharts in(Path directory) {
    return new RenderedCharts(Optional.of(directory));
  }

  /** Remembers nothing. */
  public static RenderedCharts none() {
    return new RenderedCharts(Optional.empty());
  }

  /** What the answer for a chart with these values follows from. */
  static String key(Chart chart, List<Path> overrides) throws IOException {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
    try (DataOutputStream out =
        new DataOutputStream(new DigestOutputStream(OutputStream.nullOutputStream(), digest))) {
      write(out, HELM_VERSION.getBytes(StandardCharsets.UTF_8));
      write(out, chart.sha256().getBytes(StandardCharsets.US_ASCII));
      for (Path values : overrides) {
        write(out, Files.readAllBytes(values));
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void write(DataOutputStream out, byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  /** The warnings of a chart that needs not be rendered; nothing when it does. */
  Optional<List<String>> warnings(String key) {
    if (directory.isEmpty()) {
      return Optional.empty();
    }
    try {
      byte[] content = Files.readAllBytes(directory.get().resolve(key));
      return Optional.of(JSON.readValue(content, new TypeReference<List<String>>() {}));
    } catch (IOException e) {
      // Not there, or damaged: the chart is rendered.
      return Optional.empty();
    }
  }

  /** A folder that cannot be written only costs time. */
  void remember(String key, List<String> warnings) {
    if (directory.isEmpty()) {
      return;
    }
    try {
      Files.createDirectories(directory.get());
      makeRoom(directory.get());
      Path aside = Files.createTempFile(directory.get(), ".", ".new");
      try {
        Files.write(aside, JSON.writeValueAsBytes(warnings));
        Files.move(aside, directory.get().resolve(key), StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(aside);
      }
    } catch (IOException e) {
      // The next build renders the chart again.
    }
  }

  /** What it costs to forget everything once in a thousand charts is not worth an order of age. */
  private static void makeRoom(Path directory) throws IOException {
    List<Path> all;
    try (Stream<Path> entries = Files.list(directory)) {
      all = entries.toList();
    }
    if (all.size() >= MOST) {
      for (Path entry : all) {
        Files.deleteIfExists(entry);
      }
    }
  }

  private static String helmVersion() {
    Properties properties = new Properties();
    try (InputStream in = RenderedCharts.class.getResourceAsStream(HELM)) {
      if (in == null) {
        throw new IllegalStateException("this program lacks Helm's " + HELM);
      }
      properties.load(in);
      return properties.getProperty("version", "");
    } catch (IOException e) {
      throw new IllegalStateException(HELM + " cannot be read", e);
    }
  }
}
