/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.certificate;

import java.util.List;

/** Where the serving certificate comes from. */
public interface CertificateSource {

  /**
   * Looks whether anything has to be done, by the wall clock, and does it. Called every few
   * seconds, by one thread. Never throws.
   */
  void refresh();

  /** Why the API server could not call the webhook now; empty when it could. */
  List<String> missing();
}
