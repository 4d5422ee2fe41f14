/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.kube;

import io.starlingx.portieris.trust.tuf.FloorKey;
import java.io.IOException;
import java.time.Duration;

/** Finds out whether there is an entry that no index is known to list. */
public interface EntryLook {

  /** Whether there is none, as of a moment ago, by a request. */
  boolean isAbsent(FloorKey key) throws IOException;

  /** Whether it is known without a request that there was none {@code age} ago or later. */
  boolean isToldAbsent(FloorKey key, Duration age);

  /** Whether it is known without a request that there is one, or was lately. */
  boolean isTold(FloorKey key);
}
