/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.kube;

import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhook;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.starlingx.portieris.webhook.certificate.CaBundle;
import io.starlingx.portieris.webhook.certificate.StoreUnreachableException;
import io.starlingx.portieris.webhook.certificate.TrustedBundle;
import io.starlingx.portieris.webhook.log.EventLog;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The {@code caBundle} of each webhook of a MutatingWebhookConfiguration. A change is made only to
 * the very version of the object that was read.
 */
public final class WebhookCaBundle implements TrustedBundle {

  private static final EventLog LOG = EventLog.of(WebhookCaBundle.class);

  private final KubernetesClient client;
  private final String name;
  private final InstantSource clock;

  public WebhookCaBundle(KubernetesClient client, String name, InstantSource clock) {
    this.client = client;
    this.name = name;
    this.clock = clock;
  }

  @Override
  public State ensure(List<X509Certificate> certificates) throws StoreUnreachableException {
    try {
      MutatingWebhookConfiguration configuration =
          client.admissionRegistration().v1().mutatingWebhookConfigurations().withName(name).get();
      if (configuration == null) {
        return State.ABSENT;
      }
      List<String> operations = operations(configuration, certificates);
      if (!operations.isEmpty()) {
        patch(configuration, operations);
      }
      return State.COMPLETE;
    } catch (KubernetesClientException e) {
      throw new StoreUnreachableException(
          "MutatingWebhookConfiguration " + name + ": " + ApiFailure.cause(e), e);
    }
  }

  private List<String> operations(
      MutatingWebhookConfiguration configuration, List<X509Certificate> certificates) {
    List<String> operations = new ArrayList<>();
    List<MutatingWebhook> webhooks = configuration.getWebhooks();
    for (int i = 0; i < webhooks.size(); i++) {
      String bundle = webhooks.get(i).getClientConfig().getCaBundle();
      Optional<String> wanted =
          CaBundle.with(certificates, bundle == null ? "" : bundle, clock.instant());
      if (wanted.isPresent()) {
        operations.add(
            "{\"op\":\"add\",\"path\":\"/webhooks/%d/clientConfig/caBundle\",\"value\":\"%s\"}"
                .formatted(i, wanted.get()));
      }
    }
    return operations;
  }

  private void patch(MutatingWebhookConfiguration configuration, List<String> operations) {
    String test =
        "{\"op\":\"test\",\"path\":\"/metadata/resourceVersion\",\"value\":\"%s\"}"
            .formatted(configuration.getMetadata().getResourceVersion());
    client
        .resource(configuration)
        .patch(
            PatchContext.of(PatchType.JSON), "[" + test + "," + String.join(",", operations) + "]");
    LOG.info("caBundle completed", EventLog.fields().with("configuration", name));
  }
}
