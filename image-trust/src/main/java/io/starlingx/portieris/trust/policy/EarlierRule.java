/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.policy;

import static java.util.Objects.requireNonNull;

/**
 * A rule that may have decided about an image while it still had a tag.
 *
 * @param everyTag whether the rule matches the image whatever its tag
 */
public record EarlierRule(RuleMatch match, boolean everyTag) {
  public EarlierRule {
    requireNonNull(match, "match");
  }
}
