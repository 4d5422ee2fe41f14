/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.policy;

import io.starlingx.portieris.trust.http.RequestContext;

/** Reads one Secret, live or from a short cache. */
public interface SecretReader {

  /**
   * Never throws on anything that the API server or the network does; returns by the deadline, and
   * asks nobody when that is over.
   */
  SecretLookup read(String namespace, String name, RequestContext context);
}
