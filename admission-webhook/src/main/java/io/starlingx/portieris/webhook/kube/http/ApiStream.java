/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.kube.http;

import java.io.Closeable;
import java.io.InputStream;
import java.util.List;
import java.util.Map;

/**
 * The answer to a request, of which the head is read, or all if it is a refusal.
 *
 * @param headers by name in any case
 * @param content what follows, as it arrives
 * @param connection what it arrives by, of no use to another request
 */
record ApiStream(
    int status, Map<String, List<String>> headers, InputStream content, Closeable connection) {

  boolean isRefusal() {
    return status / 100 != 2;
  }
}
