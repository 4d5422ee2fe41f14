/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.server;

import java.util.List;

/** Whether the program can do its work now. */
@FunctionalInterface
public interface Readiness {

  /** What is missing, for people; empty when ready. Answers at once. */
  List<String> missing();
}
