/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.http;

import java.security.cert.X509Certificate;
import java.util.List;

/**
 * Certificate authorities trusted beside the Java platform's own. Asked again for each new
 * connection, so that a bundle that was replaced takes effect without a restart.
 */
@FunctionalInterface
public interface AuthoritySource {

  /** The authorities as of now; never throws, so a bundle that broke leaves the last good one. */
  List<X509Certificate> current();

  /** No authorities beside the Java platform's own. */
  static AuthoritySource none() {
    return List::of;
  }
}
