/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.http;

/** What kind of server an outbound request goes to. */
public enum Peer {
  TRUST_SERVER,
  REGISTRY,
  SIGNATURE_STORE,
  TOKEN_SERVICE
}
