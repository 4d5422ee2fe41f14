/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.bench;

import io.starlingx.portieris.trust.policy.ImagePolicy;
import io.starlingx.portieris.trust.policy.PolicySelector;
import io.starlingx.portieris.trust.policy.PolicySet;
import io.starlingx.portieris.trust.policy.RepositoryRule;
import io.starlingx.portieris.trust.policy.Selection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Finding the rule for an image among many that do not match. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class PolicySelectionBenchmark {

  private static final List<String> SPELLINGS = List.of("registry.example.com/team-x/app:1.25");

  /** Rules of which one matches. */
  @Param({"100", "1000", "10000"})
  public int rules;

  /** What the rules differ in. */
  @Param({
    "registry.example.com/team-%d/app",
    "registry.example.com/team-%d/*",
    "*.registry-%d.example.com/*",
    "registry.example.com/*/app-%d"
  })
  public String shape = "";

  private PolicySet policies = new PolicySet(List.of(), List.of());

  /** One policy per ten rules. */
  @Setup
  public void write() {
    List<ImagePolicy> list = new ArrayList<>();
    List<RepositoryRule> some = new ArrayList<>();
    for (int i = 1; i < rules; i++) {
      some.add(rule(shape.formatted(i)));
      if (some.size() == 10) {
        list.add(new ImagePolicy(Optional.empty(), "p" + i, some));
        some.clear();
      }
    }
    some.add(rule("registry.example.com/team-x/*"));
    list.add(new ImagePolicy(Optional.empty(), "last", some));
    policies = new PolicySet(List.of(), list);
  }

  private static RepositoryRule rule(String pattern) {
    return new RepositoryRule(pattern, true, List.of(), List.of());
  }

  @Benchmark
  public Selection select() {
    return PolicySelector.select(SPELLINGS, policies);
  }
}
