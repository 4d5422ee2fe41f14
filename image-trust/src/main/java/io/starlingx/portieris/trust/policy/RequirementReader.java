/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the {@code policy} of a rule into its checks, in the order in which they are made. */
final class RequirementReader {

  private RequirementReader() {}

  static List<Requirement> read(PolicyFields policy) {
    List<Requirement> requirements = new ArrayList<>();
    policy.object("vulnerability").flatMap(RequirementReader::scan).ifPresent(requirements::add);
    policy.object("simple").flatMap(SimpleSigningReader::read).ifPresent(requirements::add);
    policy.object("trust").flatMap(TrustReader::read).ifPresent(requirements::add);
    policy.end();
    return requirements;
  }

  private static Optional<Requirement> scan(PolicyFields vulnerability) {
    Optional<PolicyFields> advisor = vulnerability.object("ICCRVA");
    boolean enabled = advisor.flatMap(a -> a.flag("enabled")).orElse(false);
    advisor.ifPresent(a -> a.text("account"));
    advisor.ifPresent(PolicyFields::end);
    vulnerability.end();
    return enabled ? Optional.of(new Requirement.Vulnerability()) : Optional.empty();
  }
}
