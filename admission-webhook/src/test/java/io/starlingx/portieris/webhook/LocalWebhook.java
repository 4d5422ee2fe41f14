/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook;

import io.starlingx.portieris.webhook.config.ConfigReader;
import java.nio.file.Path;
import java.time.InstantSource;

/** The wired webhook, in this JVM and on loopback only. */
final class LocalWebhook {

  private LocalWebhook() {}

  /**
   * Starts a webhook, which is not ready yet.
   *
   * @param config its configuration file
   * @param kubeconfig how it reaches the API server
   * @param port where it listens, 0 for one that is free
   */
  static Webhook start(Path config, Path kubeconfig, int port, InstantSource clock)
      throws Exception {
    return new Webhook(
        Arguments.parse(
            "--config",
            config.toString(),
            "--kubeconfig",
            kubeconfig.toString(),
            "--listen",
            "127.0.0.1",
            "--port",
            Integer.toString(port),
            "--metrics-port",
            "0"),
        ConfigReader.read(config),
        clock);
  }
}
