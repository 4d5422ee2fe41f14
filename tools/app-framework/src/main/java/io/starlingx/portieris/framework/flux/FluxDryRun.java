/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.flux;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.starlingx.portieris.framework.helm.ReleaseRequest;
import io.starlingx.portieris.framework.manifest.ManifestException;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The objects that an apply would give Flux. What each apply sets anew is as it stands on the
 * cluster: the address of the repository, and the trigger of existing releases.
 */
public final class FluxDryRun {

  /** Any address: it is known when charts are served. */
  private static final URI UNKNOWN = URI.create("http://127.0.0.1");

  private final KubernetesClient client;
  private final Optional<URI> repository;

  /**
   * @param repository where Flux reaches charts; empty for an address that an apply chooses
   */
  public FluxDryRun(KubernetesClient client, Optional<URI> repository) {
    this.client = client;
    this.repository = repository;
  }

  /**
   * Those of one release, in the order of an apply.
   *
   * @throws ManifestException when the manifests are not as Flux needs them
   * @throws IOException when values cannot be read
   */
  public List<HasMetadata> objects(ReleaseRequest request) throws ManifestException, IOException {
    FluxObjects objects = new FluxObjects(address(request));
    List<HasMetadata> all = new ArrayList<>();
    all.add(objects.repository(request.release()));
    all.addAll(objects.secrets(request));
    GenericKubernetesResource release =
        objects.release(request, Optional.empty(), request.isClientSide());
    Optional<String> trigger =
        standing(release)
            .map(found -> found.<Object>get("spec", "values", FluxObjects.TRIGGER))
            .map(String::valueOf);
    all.add(
        trigger.isPresent() ? objects.release(request, trigger, request.isClientSide()) : release);
    return all;
  }

  private URI address(ReleaseRequest request) throws ManifestException {
    if (repository.isPresent()) {
      return repository.get();
    }
    return standing(new FluxObjects(UNKNOWN).repository(request.release()))
        .map(found -> String.valueOf(found.<Object>get("spec", "url")))
        .map(url -> URI.create(url.replaceFirst("/helm_charts/[^/]*$", "")))
        .orElse(UNKNOWN);
  }

  private Optional<GenericKubernetesResource> standing(GenericKubernetesResource object) {
    return Optional.ofNullable(
        client
            .genericKubernetesResources(object.getApiVersion(), object.getKind())
            .inNamespace(object.getMetadata().getNamespace())
            .withName(object.getMetadata().getName())
            .get());
  }
}
