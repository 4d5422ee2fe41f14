/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.attestation;

import io.starlingx.portieris.app.build.FileDigest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Tells which library a jar is, by what Maven put into it, else by its name. */
public final class JarIdentity {

  private static final Pattern POM = Pattern.compile("META-INF/maven/[^/]+/[^/]+/pom\\.properties");
  private static final Pattern NAME = Pattern.compile("(.+?)-(\\d[\\w.+-]*)\\.jar");
  private static final Pattern CLASSIFIED = Pattern.compile("(.+?)-(linux-.+)");

  /** Of the webhook's libraries whose jars do not say it. */
  private static final Map<String, String> GROUPS =
      Map.ofEntries(
          Map.entry("AmazonCorrettoCryptoProvider", "software.amazon.cryptools"),
          Map.entry("bcpg-jdk18on", "org.bouncycastle"),
          Map.entry("bcpkix-jdk18on", "org.bouncycastle"),
          Map.entry("bcprov-jdk18on", "org.bouncycastle"),
          Map.entry("bcutil-jdk18on", "org.bouncycastle"),
          Map.entry("caffeine", "com.github.ben-manes.caffeine"),
          Map.entry("jspecify", "org.jspecify"),
          Map.entry("micrometer-commons", "io.micrometer"),
          Map.entry("micrometer-core", "io.micrometer"),
          Map.entry("micrometer-observation", "io.micrometer"),
          Map.entry("micrometer-registry-prometheus", "io.micrometer"));

  private static final int LARGEST = 64 * 1024;

  private JarIdentity() {}

  /** All jars of a directory. */
  public static List<Component> all(Path directory) throws IOException {
    List<Path> jars;
    try (Stream<Path> entries = Files.list(directory)) {
      jars = entries.filter(entry -> entry.toString().endsWith(".jar")).sorted().toList();
    }
    List<Component> components = new ArrayList<>();
    for (Path jar : jars) {
      components.add(of(jar));
    }
    return components;
  }

  static Component of(Path jar) throws IOException {
    String file = String.valueOf(jar.getFileName());
    String sha256 = FileDigest.SHA256.hex(jar);
    for (Properties pom : poms(jar)) {
      String artifact = pom.getProperty("artifactId", "");
      String version = pom.getProperty("version", "");
      // A jar that swallowed others holds theirs, too.
      if (!artifact.isEmpty() && file.startsWith(artifact + "-" + version)) {
        String purl =
            "pkg:maven/" + pom.getProperty("groupId", "") + "/" + artifact + "@" + version;
        return Component.library(artifact, version, purl, sha256);
      }
    }
    Matcher name = NAME.matcher(file);
    return name.matches()
        ? named(name.group(1), name.group(2), sha256)
        : new Component("file", file, "", "", Optional.of(sha256));
  }

  private static Component named(String artifact, String version, String sha256) {
    String group = GROUPS.get(artifact);
    if (group == null) {
      return Component.library(artifact, version, "", sha256);
    }
    Matcher classified = CLASSIFIED.matcher(version);
    boolean isClassified = classified.matches();
    String plain = isClassified ? classified.group(1) : version;
    String purl = "pkg:maven/" + group + "/" + artifact + "@" + plain;
    return Component.library(
        artifact, plain, isClassified ? purl + "?classifier=" + classified.group(2) : purl, sha256);
  }

  private static List<Properties> poms(Path jar) throws IOException {
    List<Properties> poms = new ArrayList<>();
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      for (ZipEntry entry : zip.stream().toList()) {
        if (POM.matcher(entry.getName()).matches()) {
          Properties properties = new Properties();
          try (InputStream in = zip.getInputStream(entry)) {
            properties.load(new ByteArrayInputStream(in.readNBytes(LARGEST)));
          }
          poms.add(properties);
        }
      }
    }
    return poms;
  }
}
