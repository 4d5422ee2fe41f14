/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.certificate;

import java.security.cert.X509Certificate;
import java.util.List;

/** The authorities that the API server trusts when it calls the webhook. */
public interface TrustedBundle {

  /** How the bundle stands. */
  enum State {
    /** Every one of the certificates is in it. */
    COMPLETE,
    /** There is no webhook configuration yet. */
    ABSENT
  }

  /**
   * Adds those of the certificates that are missing, and takes out what expired or came from an
   * authority of ours that is no longer in use.
   *
   * @throws StoreUnreachableException when it is not known how the bundle stands
   */
  State ensure(List<X509Certificate> certificates) throws StoreUnreachableException;
}
