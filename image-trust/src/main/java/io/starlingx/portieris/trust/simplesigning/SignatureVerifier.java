/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.simplesigning;

import io.starlingx.portieris.trust.http.RequestContext;
import io.starlingx.portieris.trust.verdict.Verdict;

/**
 * Decides by simple signing. The first line of a rejection's message is the reason in the words
 * that operators of Portieris know; details follow on further lines.
 *
 * @see <a
 *     href="https://github.com/containers/image/blob/main/docs/containers-signature.5.md">Signature
 *     format</a>
 */
public interface SignatureVerifier {

  /** Never throws on anything that a server sends; returns by the deadline. */
  Verdict verify(SignatureRequest request, RequestContext context);
}
