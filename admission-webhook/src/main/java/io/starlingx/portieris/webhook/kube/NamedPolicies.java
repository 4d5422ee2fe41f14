/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.kube;

import io.starlingx.portieris.trust.policy.ImagePolicy;
import io.starlingx.portieris.trust.policy.PolicyList;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/** Policies by name, in the order in which the API server lists them. Safe for any threads. */
final class NamedPolicies {

  /**
   * The list as it was after so many changes.
   *
   * @param changes counted before the list was made, so that it is never taken for a newer one
   */
  private record Listed(long changes, PolicyList policies) {}

  private final ConcurrentSkipListMap<String, ImagePolicy> byName = new ConcurrentSkipListMap<>();
  private final AtomicLong changes = new AtomicLong();
  private volatile Listed latest = new Listed(0, PolicyList.EMPTY);

  void put(ImagePolicy policy) {
    byName.put(policy.name(), policy);
    changes.incrementAndGet();
  }

  void remove(String name) {
    byName.remove(name);
    changes.incrementAndGet();
  }

  boolean isEmpty() {
    return byName.isEmpty();
  }

  /** The policies of now, indexed once per change. */
  PolicyList inOrder() {
    long now = changes.get();
    Listed listed = latest;
    if (listed.changes() != now) {
      listed = new Listed(now, PolicyList.of(List.copyOf(byName.values())));
      latest = listed;
    }
    return listed.policies();
  }
}
