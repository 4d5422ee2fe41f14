/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.sysinv.bootstrap;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/**
 * Certificates to be trusted.
 *
 * @param certificates each in PEM with a final line feed, at least one, none twice
 */
public record CaBundle(List<String> certificates) {
  public CaBundle {
    certificates = certificates.stream().distinct().toList();
    if (certificates.isEmpty()) {
      throw new IllegalArgumentException("no certificate");
    }
  }

  /** All certificates in PEM, one after the other. */
  public String pem() {
    return String.join("", certificates);
  }

  /** {@link #pem} in base64 on one line. */
  public String base64() {
    return Base64.getEncoder().encodeToString(pem().getBytes(StandardCharsets.US_ASCII));
  }

  /** These certificates and then those of {@code other}. */
  public CaBundle and(CaBundle other) {
    return new CaBundle(Stream.concat(certificates.stream(), other.certificates.stream()).toList());
  }
}
