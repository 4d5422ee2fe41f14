/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.server;

/** Is told of requests that were refused without being decided. Must not block. */
@FunctionalInterface
public interface LoadObserver {

  /**
   * A request was refused.
   *
   * @param status 400 when its body broke off, 408 when it came too slowly, 413 when it was too
   *     large, 429 when there was no room for it
   */
  void refused(int status);
}
