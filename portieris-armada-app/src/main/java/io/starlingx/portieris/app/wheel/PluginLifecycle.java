/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.wheel;

import java.util.List;
import java.util.Optional;

/**
 * What a plugin does around the operations on its application.
 *
 * @param namespaceLabel the label that user overrides give the application's namespace
 * @param admission the webhooks that must not stand in the way of an update, backup or restore
 * @param overrides what becomes of user overrides of other versions
 * @param replaced releases of earlier versions whose objects this one has in another release
 * @param imageArchives whether images in {@code image-archives/} of the tarball are pushed to the
 *     local registry before the application is applied
 */
public record PluginLifecycle(
    Optional<NamespaceLabel> namespaceLabel,
    Optional<AdmissionPolicy> admission,
    List<OverrideRule> overrides,
    List<ReplacedRelease> replaced,
    boolean imageArchives) {

  /** Only what every application has: the registry key in its namespaces. */
  public static final PluginLifecycle NONE =
      new PluginLifecycle(Optional.empty(), Optional.empty(), List.of(), List.of(), false);

  public PluginLifecycle {
    overrides = List.copyOf(overrides);
    replaced = List.copyOf(replaced);
  }

  /**
   * A label of the namespace, whose value is the user override of the same, undivided name.
   *
   * @param accepted the values that users may choose
   */
  public record NamespaceLabel(
      String chart, String namespace, String label, String initial, List<String> accepted) {
    public NamespaceLabel {
      accepted = List.copyOf(accepted);
    }
  }

  /**
   * Admission webhooks whose {@code failurePolicy} is a value of a chart.
   *
   * @param value path of the value, such as {@code webHooks.failurePolicy}
   * @param initial what the chart takes when nobody sets the value
   */
  public record AdmissionPolicy(
      String chart,
      String namespace,
      String value,
      String initial,
      List<WebhookConfiguration> configurations) {
    public AdmissionPolicy {
      configurations = List.copyOf(configurations);
    }
  }

  /**
   * A configuration in the cluster.
   *
   * @param kind {@code mutating} or {@code validating}
   * @param webhooks those in it that follow the value
   */
  public record WebhookConfiguration(String kind, String name, List<String> webhooks) {
    public WebhookConfiguration {
      webhooks = List.copyOf(webhooks);
    }
  }

  /**
   * A release that goes before the new version is applied: Helm gives an object of one release to
   * no other.
   *
   * @param helmRelease {@code metadata.name} of its HelmRelease
   * @param release its name for Helm
   */
  public record ReplacedRelease(String helmRelease, String release, String namespace) {}
}
