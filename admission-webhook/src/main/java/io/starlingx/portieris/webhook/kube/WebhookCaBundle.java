/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.kube;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.starlingx.portieris.webhook.certificate.CaBundle;
import io.starlingx.portieris.webhook.certificate.StoreUnreachableException;
import io.starlingx.portieris.webhook.certificate.TrustedBundle;
import io.starlingx.portieris.webhook.log.EventLog;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The {@code caBundle} of each webhook of a MutatingWebhookConfiguration and of the
 * ValidatingWebhookConfiguration of the same name. A change is made only to the very version of an
 * object that was read.
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

  /** Absent when there is no mutating configuration; a validating one need not exist. */
  @Override
  public State ensure(List<X509Certificate> certificates) throws StoreUnreachableException {
    ensure("ValidatingWebhookConfiguration", certificates);
    return ensure("MutatingWebhookConfiguration", certificates);
  }

  private State ensure(String kind, List<X509Certificate> certificates)
      throws StoreUnreachableException {
    try {
      var configurations = client.genericKubernetesResources(context(kind));
      GenericKubernetesResource configuration = configurations.withName(name).get();
      if (configuration == null) {
        return State.ABSENT;
      }
      List<String> operations = operations(configuration, certificates);
      if (!operations.isEmpty()) {
        patch(configurations.resource(configuration), configuration, operations);
        LOG.info("caBundle completed", EventLog.fields().with("configuration", kind + " " + name));
      }
      return State.COMPLETE;
    } catch (KubernetesClientException e) {
      throw new StoreUnreachableException(kind + " " + name + ": " + ApiFailure.cause(e), e);
    }
  }

  private static ResourceDefinitionContext context(String kind) {
    return new ResourceDefinitionContext.Builder()
        .withGroup("admissionregistration.k8s.io")
        .withVersion("v1")
        .withKind(kind)
        .withPlural(kind.toLowerCase(Locale.ROOT) + "s")
        .withNamespaced(false)
        .build();
  }

  private List<String> operations(
      GenericKubernetesResource configuration, List<X509Certificate> certificates) {
    List<String> operations = new ArrayList<>();
    int webhooks = configuration.get("webhooks") instanceof List<?> list ? list.size() : 0;
    for (int i = 0; i < webhooks; i++) {
      String bundle =
          configuration.get("webhooks", i, "clientConfig", "caBundle") instanceof String text
              ? text
              : "";
      Optional<String> wanted = CaBundle.with(certificates, bundle, clock.instant());
      if (wanted.isPresent()) {
        operations.add(
            "{\"op\":\"add\",\"path\":\"/webhooks/%d/clientConfig/caBundle\",\"value\":\"%s\"}"
                .formatted(i, wanted.get()));
      }
    }
    return operations;
  }

  private static void patch(
      Resource<GenericKubernetesResource> resource,
      GenericKubernetesResource configuration,
      List<String> operations) {
    String test =
        "{\"op\":\"test\",\"path\":\"/metadata/resourceVersion\",\"value\":\"%s\"}"
            .formatted(configuration.getMetadata().getResourceVersion());
    resource.patch(
        PatchContext.of(PatchType.JSON), "[" + test + "," + String.join(",", operations) + "]");
  }
}
