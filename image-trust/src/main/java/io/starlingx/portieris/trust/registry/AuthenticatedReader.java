/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.registry;

import io.starlingx.portieris.trust.http.RequestContext;

/**
 * Reads documents from registries and trust servers, obtaining tokens where they are asked for.
 * Implementations are safe for use by any number of threads.
 */
public interface AuthenticatedReader {

  /** Never throws on anything that a server or the network does; returns by the deadline. */
  ReadResult get(ReadRequest request, RequestContext context);
}
