/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.kube.http;

import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * An HTTP proxy between us and the API server, asked for a tunnel each time.
 *
 * @param authorization the value of {@code Proxy-Authorization}
 */
record ApiProxy(InetSocketAddress address, Optional<String> authorization) {

  /** Where it is now: fabric8 looked up its name once. */
  InetSocketAddress resolved() {
    return new InetSocketAddress(address.getHostString(), address.getPort());
  }
}
