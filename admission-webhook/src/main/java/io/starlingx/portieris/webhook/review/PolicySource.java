/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.review;

import io.starlingx.portieris.trust.policy.PolicySet;
import java.util.Optional;

/** The policies as they are now. */
@FunctionalInterface
public interface PolicySource {

  /** The policies for workloads of a namespace, or empty while they are not known yet. */
  Optional<PolicySet> policies(String namespace);
}
