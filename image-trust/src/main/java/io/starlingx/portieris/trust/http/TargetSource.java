/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.http;

/** Who named the host that a request goes to; decides which addresses it may resolve to. */
public enum TargetSource {
  /** The operator's own configuration: any address. */
  CONFIGURED,
  /** A policy, an image name or a server's answer: no address that only this host may reach. */
  UNTRUSTED
}
