/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli;

import picocli.CommandLine.Option;

/** Where the webhook is, with the Secrets of cluster policies and the trust state. */
final class WebhookNamespaceOption {

  @Option(
      names = "--webhook-namespace",
      paramLabel = "NS",
      defaultValue = "portieris",
      description = "Namespace of the webhook. Default: ${DEFAULT-VALUE}.")
  private String name = "portieris";

  String name() {
    return name;
  }
}
