/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.sysinv.overrides;

import io.starlingx.portieris.sysinv.bootstrap.BootstrapConfig;
import io.starlingx.portieris.sysinv.bootstrap.CaBundle;
import io.starlingx.portieris.sysinv.bootstrap.ImageTrustSection;
import io.starlingx.portieris.sysinv.bootstrap.Mirror;
import io.starlingx.portieris.sysinv.bootstrap.NotaryServer;
import io.starlingx.portieris.sysinv.bootstrap.OutboundProxy;
import io.starlingx.portieris.sysinv.bootstrap.TrustPolicy;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Helm values by chart and namespace, computed from bootstrap files. All maps and lists are
 * immutable and keep their order; values are maps, lists, texts, whole numbers and booleans.
 *
 * @param charts values by chart (the HelmRelease's name), then by namespace
 */
public record Overrides(Map<String, Map<String, Map<String, Object>>> charts) {

  /** The chart, its HelmRelease and its namespace. */
  public static final String PORTIERIS = "portieris";

  public Overrides {
    Map<String, Map<String, Map<String, Object>>> copy = new LinkedHashMap<>();
    charts.forEach(
        (chart, namespaces) -> {
          Map<String, Map<String, Object>> inner = new LinkedHashMap<>();
          namespaces.forEach((name, values) -> inner.put(name, ValueMaps.frozen(values)));
          copy.put(chart, Collections.unmodifiableMap(inner));
        });
    charts = Collections.unmodifiableMap(copy);
  }

  /**
   * What {@code config} changes in the application. Where {@code image_trust.enabled} is false that
   * is nothing.
   *
   * @param application its lists are kept where a list of overrides would replace them
   */
  public static Overrides of(BootstrapConfig config, StaticOverrides application) {
    boolean off = config.imageTrust().filter(section -> !section.enabled()).isPresent();
    Map<String, Object> values = off ? Map.of() : values(config, application);
    return new Overrides(Map.of(PORTIERIS, Map.of(PORTIERIS, values)));
  }

  /** The values of one chart in one namespace, empty when there are none. */
  public Map<String, Object> values(String chart, String namespace) {
    return Optional.ofNullable(charts.get(chart))
        .flatMap(namespaces -> Optional.ofNullable(namespaces.get(namespace)))
        .orElseGet(Map::of);
  }

  private static Map<String, Object> values(BootstrapConfig config, StaticOverrides application) {
    Map<String, Object> values = new LinkedHashMap<>();
    config.imageTrust().ifPresent(section -> putSection(values, section, application));
    values.put("trust", trust(config));
    if (!config.proxy().isDirect()) {
      values.put("proxy", proxy(config.proxy()));
    }
    authorities(config).ifPresent(ca -> values.put("TrustedCACert", ca.base64()));
    return values;
  }

  private static void putSection(
      Map<String, Object> values, ImageTrustSection section, StaticOverrides application) {
    section.replicas().ifPresent(count -> values.put("replicaCount", count));
    section
        .failurePolicy()
        .ifPresent(policy -> values.put("webHooks", Map.of("failurePolicy", policy)));
    if (!section.excludedNamespaces().isEmpty()) {
      Set<String> excluded = new LinkedHashSet<>(application.excludedNamespaces());
      excluded.addAll(section.excludedNamespaces());
      values.put("excludedNamespaces", List.copyOf(excluded));
    }
    if (!section.policies().isEmpty()) {
      values.put("PolicySet", "None");
      values.put("policies", policies(section.policies()));
    }
  }

  private static Map<String, Object> policies(List<TrustPolicy> policies) {
    Map<String, Object> values = new LinkedHashMap<>();
    List<Object> cluster =
        policies.stream().filter(p -> p.namespace().isEmpty()).map(Overrides::policy).toList();
    List<Object> namespaced =
        policies.stream().filter(p -> p.namespace().isPresent()).map(Overrides::policy).toList();
    if (!cluster.isEmpty()) {
      values.put("cluster", cluster);
    }
    if (!namespaced.isEmpty()) {
      values.put("namespaced", namespaced);
    }
    return values;
  }

  private static Object policy(TrustPolicy policy) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("name", policy.name());
    policy.namespace().ifPresent(namespace -> values.put("namespace", namespace));
    values.put("repositories", policy.repositories().stream().map(Overrides::rule).toList());
    return values;
  }

  private static Object rule(TrustPolicy.Rule rule) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("name", rule.pattern());
    values.put("policy", rule.policy());
    return values;
  }

  private static Map<String, Object> trust(BootstrapConfig config) {
    Map<String, Object> trust = new LinkedHashMap<>();
    config
        .imageTrust()
        .map(ImageTrustSection::servers)
        .filter(servers -> !servers.isEmpty())
        .ifPresent(
            servers -> trust.put("servers", servers.stream().map(Overrides::server).toList()));
    trust.put("identities", config.mirrors().stream().map(Overrides::identity).toList());
    return trust;
  }

  private static Object server(NotaryServer server) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("registry", server.registry());
    values.put("urls", server.urls());
    server.ca().ifPresent(ca -> values.put("caCert", ca.base64()));
    return values;
  }

  private static Object identity(Mirror mirror) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("prefix", mirror.prefix());
    values.put("signedPrefix", mirror.signedPrefix());
    return values;
  }

  private static Map<String, Object> proxy(OutboundProxy proxy) {
    Map<String, Object> values = new LinkedHashMap<>();
    proxy.http().ifPresent(url -> values.put("http", url));
    proxy.https().ifPresent(url -> values.put("https", url));
    values.put("no", proxy.no());
    return values;
  }

  /**
   * The platform installs {@code ssl_ca_cert} on its hosts, where pods do not see it, and private
   * registries and trust servers are what it is given for: so the webhook trusts it as well.
   */
  private static Optional<CaBundle> authorities(BootstrapConfig config) {
    Optional<CaBundle> ours = config.imageTrust().flatMap(ImageTrustSection::ca);
    return ours.map(ca -> config.systemCa().map(ca::and).orElse(ca)).or(config::systemCa);
  }
}
