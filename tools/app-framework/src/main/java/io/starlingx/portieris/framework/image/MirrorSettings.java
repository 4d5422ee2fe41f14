/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.image;

import io.starlingx.portieris.app.push.PushCredentials;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.Function;

/**
 * The registry that takes the place of the platform's own.
 *
 * @param registry host or host:port
 * @param authorities certificates trusted beside the system's, for every registry
 * @param credentials who one is to a repository, {@code registry/path}
 */
public record MirrorSettings(
    String registry,
    List<X509Certificate> authorities,
    Function<String, PushCredentials> credentials) {

  public MirrorSettings {
    authorities = List.copyOf(authorities);
  }
}
