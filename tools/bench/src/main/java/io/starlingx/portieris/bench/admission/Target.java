/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.bench.admission;

import java.net.URI;
import java.util.OptionalLong;
import javax.net.ssl.SSLContext;

/**
 * A webhook under load.
 *
 * @param url of its admission path
 * @param tls trusts its certificate
 * @param authority who issued that, in PEM
 * @param pid of its process, where it is one of this machine
 */
record Target(String name, URI url, SSLContext tls, String authority, OptionalLong pid) {

  /** Another path of the same process, under another name. */
  Target at(String other, String path) {
    return new Target(other, url.resolve(path), tls, authority, pid);
  }
}
