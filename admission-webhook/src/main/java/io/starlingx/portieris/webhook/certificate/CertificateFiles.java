/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.certificate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.starlingx.portieris.webhook.log.EventLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * A serving certificate in two files that somebody else renews. They are compared, not watched: a
 * kubelet exchanges a whole directory. A pair that cannot be used leaves the one before in use.
 */
public final class CertificateFiles implements CertificateSource {

  private static final EventLog LOG = EventLog.of(CertificateFiles.class);

  private record Content(String certificates, String key) {}

  private final Path certificates;
  private final Path key;
  private final ServingCertificate serving;
  private final InstantSource clock;
  private Optional<Content> seen = Optional.empty();
  private volatile Optional<String> problem = Optional.empty();

  /** The files {@code tls.crt} and {@code tls.key} of a directory. */
  public CertificateFiles(Path directory, ServingCertificate serving, InstantSource clock) {
    this.certificates = directory.resolve("tls.crt");
    this.key = directory.resolve("tls.key");
    this.serving = requireNonNull(serving, "serving");
    this.clock = requireNonNull(clock, "clock");
  }

  @Override
  public void refresh() {
    try {
      Content content =
          new Content(Files.readString(certificates, UTF_8), Files.readString(key, UTF_8));
      if (!seen.equals(Optional.of(content))) {
        seen = Optional.of(content);
        use(content);
      }
    } catch (IOException e) {
      report("cannot be read: " + e);
    }
  }

  private void use(Content content) {
    try {
      ServingKey pair =
          ServingKey.read(
              content.certificates, certificates.toString(), content.key, key.toString());
      serving.use(pair);
      problem = Optional.empty();
      LOG.info(
          "serving certificate loaded",
          EventLog.fields().with("file", certificates).with("expires", pair.expiry()));
    } catch (UnusableCertificateException e) {
      report(String.valueOf(e.getMessage()));
    }
  }

  private void report(String what) {
    Optional<String> now = Optional.of("the serving certificate: " + what);
    if (!now.equals(problem)) {
      problem = now;
      LOG.warn(
          serving.current().isPresent()
              ? "the new serving certificate cannot be used, the old one stays"
              : "there is no serving certificate",
          EventLog.fields().with("cause", what));
    }
  }

  @Override
  public List<String> missing() {
    return serving.current().isEmpty() && problem.isPresent()
        ? List.of(problem.get())
        : serving.problem(clock.instant()).stream().toList();
  }
}
