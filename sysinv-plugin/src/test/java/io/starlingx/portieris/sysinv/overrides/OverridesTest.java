/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.sysinv.overrides;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.starlingx.portieris.sysinv.bootstrap.BootstrapConfig;
import io.starlingx.portieris.sysinv.bootstrap.CaBundle;
import io.starlingx.portieris.sysinv.bootstrap.ImageTrustSection;
import io.starlingx.portieris.sysinv.bootstrap.Mirror;
import io.starlingx.portieris.sysinv.bootstrap.NotaryServer;
import io.starlingx.portieris.sysinv.bootstrap.OutboundProxy;
import io.starlingx.portieris.sysinv.bootstrap.TrustPolicy;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class OverridesTest {

  private static final CaBundle OURS = new CaBundle(List.of("one\n", "two\n"));
  private static final CaBundle SYSTEM = new CaBundle(List.of("two\n", "three\n"));
  private static final OutboundProxy DIRECT =
      new OutboundProxy(Optional.empty(), Optional.empty(), List.of("a.example.com"));
  private static final Mirror MIRROR = new Mirror("registry.local:9001/icr.io", "icr.io");

  @Test
  void trustsTheSectionsAuthoritiesAndThoseOfThePlatformOnce() {
    assertThat(values(section(Optional.of(OURS), true), Optional.of(SYSTEM)))
        .containsEntry("TrustedCACert", base64("one\ntwo\nthree\n"));
    assertThat(values(section(Optional.of(OURS), true), Optional.empty()))
        .containsEntry("TrustedCACert", base64("one\ntwo\n"));
    assertThat(values(Optional.empty(), Optional.of(SYSTEM)))
        .containsEntry("TrustedCACert", base64("two\nthree\n"));
    assertThat(values(Optional.empty(), Optional.empty())).doesNotContainKey("TrustedCACert");
  }

  @Test
  void withoutTheSectionOnlyWhatThePlatformsOwnSectionsSayIsWritten() {
    assertThat(values(Optional.empty(), Optional.empty()))
        .isEqualTo(
            Map.of(
                "trust",
                Map.of(
                    "identities",
                    List.of(
                        Map.of(
                            "prefix", "registry.local:9001/icr.io", "signedPrefix", "icr.io")))));
  }

  @Test
  void disabledSectionWritesNothing() {
    assertThat(values(section(Optional.of(OURS), false), Optional.of(SYSTEM))).isEmpty();
  }

  @Test
  void policiesReplaceThePolicySet() {
    assertThat(values(section(Optional.empty(), true), Optional.empty()))
        .containsEntry("PolicySet", "None")
        .containsEntry(
            "policies",
            Map.of(
                "cluster",
                List.of(
                    Map.of(
                        "name",
                        "bootstrap-base",
                        "repositories",
                        List.of(Map.of("name", "*", "policy", Map.of())))),
                "namespaced",
                List.of(
                    Map.of(
                        "name",
                        "bootstrap-base",
                        "namespace",
                        "team",
                        "repositories",
                        List.of(Map.of("name", "a/*", "policy", Map.of()))))));
  }

  @Test
  void serversAreWrittenWithTheirAuthority() {
    assertThat(values(section(Optional.empty(), true), Optional.empty()).get("trust"))
        .asString()
        .contains("servers=[{registry=icr.io, urls=[https://n], caCert=" + base64("one\ntwo\n"));
  }

  @Test
  void excludedNamespacesAreAddedToTheApplicationsOwn() {
    StaticOverrides application = StaticOverrides.parse("excludedNamespaces: [kube-system, team]");
    BootstrapConfig config = config(section(Optional.empty(), true), Optional.empty(), DIRECT);

    assertThat(Overrides.of(config, application).values("portieris", "portieris"))
        .containsEntry("excludedNamespaces", List.of("kube-system", "team", "more"));
  }

  @Test
  void exceptionsFromAProxyAreWrittenOnlyWithOne() {
    OutboundProxy proxied =
        new OutboundProxy(Optional.of("http://p"), Optional.empty(), List.of("a.example.com"));

    assertThat(values(config(Optional.empty(), Optional.empty(), DIRECT)))
        .doesNotContainKey("proxy");
    assertThat(values(config(Optional.empty(), Optional.empty(), proxied)))
        .containsEntry("proxy", Map.of("http", "http://p", "no", List.of("a.example.com")));
  }

  @Test
  void nothingIsKnownOfOtherChartsAndNamespaces() {
    Overrides overrides =
        Overrides.of(config(Optional.empty(), Optional.empty(), DIRECT), StaticOverrides.NONE);

    assertThat(overrides.values("portieris", "other")).isEmpty();
    assertThat(overrides.values("other", "portieris")).isEmpty();
    assertThat(overrides.charts()).containsOnlyKeys("portieris");
  }

  @Test
  void areImmutableAllTheWayDown() {
    Map<String, Object> values = values(section(Optional.empty(), true), Optional.empty());

    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> values.put("a", 1));
    assertThat(values).hasEntrySatisfying("trust", OverridesTest::refusesToBeCleared);
    assertThat(values).hasEntrySatisfying("excludedNamespaces", OverridesTest::refusesToBeCleared);
  }

  private static void refusesToBeCleared(Object value) {
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(
            () -> {
              switch (value) {
                case Map<?, ?> map -> map.clear();
                case List<?> list -> list.clear();
                default -> throw new AssertionError(value);
              }
            });
  }

  private static Optional<ImageTrustSection> section(Optional<CaBundle> ca, boolean enabled) {
    return Optional.of(
        new ImageTrustSection(
            enabled,
            ca,
            List.of(
                new NotaryServer(
                    "icr.io", List.of("https://n"), Optional.of(OURS), Optional.empty())),
            List.of(policy(Optional.empty(), "*"), policy(Optional.of("team"), "a/*")),
            List.of("team", "more"),
            OptionalInt.of(2),
            Optional.of("Ignore")));
  }

  private static TrustPolicy policy(Optional<String> namespace, String pattern) {
    return new TrustPolicy(
        "bootstrap-base", namespace, List.of(new TrustPolicy.Rule(pattern, Map.of())));
  }

  private static BootstrapConfig config(
      Optional<ImageTrustSection> section, Optional<CaBundle> systemCa, OutboundProxy proxy) {
    return new BootstrapConfig(section, List.of(MIRROR), systemCa, proxy);
  }

  private static Map<String, Object> values(
      Optional<ImageTrustSection> section, Optional<CaBundle> systemCa) {
    return values(config(section, systemCa, DIRECT));
  }

  private static Map<String, Object> values(BootstrapConfig config) {
    return Overrides.of(config, StaticOverrides.NONE).values("portieris", "portieris");
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
  }
}
