/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.notary;

import io.starlingx.portieris.trust.http.RequestContext;

/**
 * Decides by Docker Content Trust. The first line of a rejection's message is the reason in the
 * words that Docker's client uses for it ({@code No valid trust data for v1}); details follow on
 * further lines.
 *
 * @see <a href="https://docs.docker.com/engine/security/trust/">Docker Content Trust</a>
 */
public interface TrustVerifier {

  /** Never throws on anything that a server sends; returns by the deadline. */
  TrustAnswer verify(TrustRequest request, RequestContext context);
}
