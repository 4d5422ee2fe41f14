/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.starlingx.portieris.trust.http.AuthoritySource;
import io.starlingx.portieris.trust.policy.PemDocument;
import io.starlingx.portieris.webhook.log.EventLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The authorities that the operator adds for outbound requests: every file of one directory, and
 * {@code ca.pem} of another. Read again whenever asked; parsed again only when something changed. A
 * bundle that breaks leaves the last good one in use.
 */
public final class TrustedAuthorities implements AuthoritySource {

  private static final EventLog LOG = EventLog.of(TrustedAuthorities.class);

  private record Bundle(Map<String, String> files, List<X509Certificate> certificates) {}

  private final Path directory;
  private final Path extraFile;
  private volatile Bundle good = new Bundle(Map.of(), List.of());
  private volatile Optional<String> problem = Optional.empty();

  private TrustedAuthorities(Path directory, Path extraFile) {
    this.directory = directory;
    this.extraFile = extraFile;
  }

  /**
   * Reads both for the first time; either may be absent.
   *
   * @throws InvalidConfigException when a file is there that holds no certificate
   */
  public static TrustedAuthorities open(Path directory, Path certificateDirectory)
      throws InvalidConfigException {
    TrustedAuthorities authorities =
        new TrustedAuthorities(directory, certificateDirectory.resolve("ca.pem"));
    authorities.current();
    if (authorities.problem.isPresent()) {
      throw new InvalidConfigException("the CA bundle", List.of(authorities.problem.get()));
    }
    return authorities;
  }

  @Override
  public List<X509Certificate> current() {
    try {
      Map<String, String> files = read();
      if (!files.equals(good.files)) {
        good = new Bundle(files, parse(files));
        LOG.info(
            "authorities for outbound requests loaded",
            EventLog.fields().with("certificates", good.certificates.size()));
      }
      problem = Optional.empty();
    } catch (IOException e) {
      report(e.toString());
    } catch (BrokenBundleException e) {
      report(String.valueOf(e.getMessage()));
    }
    return good.certificates;
  }

  private Map<String, String> read() throws IOException {
    Map<String, String> files = new TreeMap<>();
    if (Files.isDirectory(directory)) {
      try (Stream<Path> entries = Files.list(directory)) {
        for (Path file : entries.filter(TrustedAuthorities::isContent).toList()) {
          files.put(file.toString(), Files.readString(file, UTF_8));
        }
      }
    }
    if (Files.exists(extraFile)) {
      files.put(extraFile.toString(), Files.readString(extraFile, UTF_8));
    }
    return files;
  }

  /**
   * A kubelet keeps its own bookkeeping beside the files of a volume, under names with two dots.
   */
  private static boolean isContent(Path file) {
    return !file.getFileName().toString().startsWith("..") && Files.isRegularFile(file);
  }

  private static List<X509Certificate> parse(Map<String, String> files)
      throws BrokenBundleException {
    List<X509Certificate> certificates = new ArrayList<>();
    for (Map.Entry<String, String> file : files.entrySet()) {
      if (!file.getValue().isBlank()) {
        certificates.addAll(
            PemDocument.certificates(file.getValue())
                .orElseThrow(() -> new BrokenBundleException(file.getKey())));
      }
    }
    return List.copyOf(certificates);
  }

  private void report(String what) {
    if (!problem.equals(Optional.of(what))) {
      problem = Optional.of(what);
      LOG.warn(
          "the CA bundle cannot be used, the last good one stays",
          EventLog.fields().with("cause", what));
    }
  }

  private static final class BrokenBundleException extends Exception {
    BrokenBundleException(String file) {
      super(file + " does not consist of certificates in PEM");
    }
  }
}
