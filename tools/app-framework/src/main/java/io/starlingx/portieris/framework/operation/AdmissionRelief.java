/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.operation;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.starlingx.portieris.app.wheel.PluginLifecycle.AdmissionPolicy;
import io.starlingx.portieris.app.wheel.PluginLifecycle.WebhookConfiguration;
import io.starlingx.portieris.framework.manifest.HelmRelease;
import io.starlingx.portieris.framework.view.YamlText;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The failure policy of an application's own webhooks while it is updated. An old webhook does not
 * know what its new configuration asks it; refusing workloads then would help nobody.
 */
final class AdmissionRelief {

  private static final String RELAXED = "Ignore";

  private final Optional<AdmissionPolicy> policy;
  private final KubernetesClient client;

  AdmissionRelief(Optional<AdmissionPolicy> policy, KubernetesClient client) {
    this.policy = policy;
    this.client = client;
  }

  /** Values over all others with which the release is to be rendered. */
  Optional<String> values(HelmRelease release) {
    return policy
        .filter(p -> p.chart().equals(release.name()))
        .map(p -> YamlText.block(ValuePath.of(p.value()).putInto(Map.of(), RELAXED)));
  }

  /**
   * Gives the webhooks the policy that the values configure.
   *
   * @param configured the values of a chart, strongest first
   */
  void enforce(List<Map<String, Object>> configured) {
    if (policy.isEmpty()) {
      return;
    }
    String wanted =
        configured.stream()
            .flatMap(values -> ValuePath.of(policy.get().value()).in(values).stream())
            .map(String::valueOf)
            .filter(text -> text.equals("Fail") || text.equals("Ignore"))
            .findFirst()
            .orElse(policy.get().initial());
    for (WebhookConfiguration configuration : policy.get().configurations()) {
      if (configuration.kind().equals("mutating")) {
        mutating(configuration, wanted);
      } else {
        validating(configuration, wanted);
      }
    }
  }

  private void mutating(WebhookConfiguration named, String wanted) {
    var resource =
        client.admissionRegistration().v1().mutatingWebhookConfigurations().withName(named.name());
    if (resource.get() != null) {
      resource.edit(
          found -> {
            found.getWebhooks().stream()
                .filter(webhook -> named.webhooks().contains(webhook.getName()))
                .forEach(webhook -> webhook.setFailurePolicy(wanted));
            return found;
          });
    }
  }

  private void validating(WebhookConfiguration named, String wanted) {
    var resource =
        client
            .admissionRegistration()
            .v1()
            .validatingWebhookConfigurations()
            .withName(named.name());
    if (resource.get() != null) {
      resource.edit(
          found -> {
            found.getWebhooks().stream()
                .filter(webhook -> named.webhooks().contains(webhook.getName()))
                .forEach(webhook -> webhook.setFailurePolicy(wanted));
            return found;
          });
    }
  }
}
