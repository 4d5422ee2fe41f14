/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.demo;

import io.starlingx.portieris.testbed.NotaryClient;
import io.starlingx.portieris.testbed.PushedImage;
import java.nio.file.Path;

/**
 * Two images in the registry: {@code team/web}, which its publisher signed, and {@code team/tool},
 * which nobody did.
 */
record DemoImages(String signedName, PushedImage signed, String unsignedName) {

  private static final String SIGNED = "team/web";
  private static final String UNSIGNED = "team/tool";
  private static final String TAG = "v1";

  static DemoImages publish(DemoServers servers, Path keys) {
    PushedImage signed = servers.registry().push(SIGNED, TAG, "what the publisher built");
    servers.registry().push(UNSIGNED, TAG, "what nobody vouches for");
    String gun = servers.registry().host() + "/" + SIGNED;
    NotaryClient publisher = servers.notary().client(keys);
    publisher.init(gun);
    publisher.sign(gun, TAG, signed);
    return new DemoImages(
        gun + ":" + TAG, signed, servers.registry().host() + "/" + UNSIGNED + ":" + TAG);
  }

  /** Somebody with access to the registry moves the signed tag to content of their own. */
  static PushedImage moveTag(DemoServers servers) {
    return servers.registry().push(SIGNED, TAG, "what an attacker put there");
  }
}
