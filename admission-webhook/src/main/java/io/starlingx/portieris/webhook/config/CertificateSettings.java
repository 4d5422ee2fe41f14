/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.config;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;

/**
 * Where the serving certificate comes from.
 *
 * @param directory holds {@code tls.crt} and {@code tls.key} for {@link Source#FILES}, and in both
 *     cases possibly {@code ca.pem}, authorities for outbound requests
 * @param caSecret name of the Secret that holds our own authority
 * @param webhookConfiguration name of the object whose {@code caBundle} must hold that authority
 */
public record CertificateSettings(
    Source source, Path directory, String caSecret, String webhookConfiguration) {

  /** Who makes the serving certificate. */
  public enum Source {
    /** The webhook itself. */
    OWN_CA("own-ca"),
    /** Somebody who puts files into a directory. */
    FILES("files");

    private final String key;

    Source(String key) {
      this.key = key;
    }

    /** As written in the file. */
    String key() {
      return key;
    }
  }

  public CertificateSettings {
    requireNonNull(source, "source");
    requireNonNull(directory, "directory");
    requireNonNull(caSecret, "caSecret");
    requireNonNull(webhookConfiguration, "webhookConfiguration");
  }
}
