/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.flux;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.starlingx.portieris.framework.cluster.Cluster;
import io.starlingx.portieris.framework.helm.HelmFailure;
import io.starlingx.portieris.framework.helm.ReleaseEngine;
import io.starlingx.portieris.framework.helm.ReleaseRecords;
import io.starlingx.portieris.framework.helm.ReleaseRequest;
import io.starlingx.portieris.framework.manifest.HelmRelease;
import io.starlingx.portieris.framework.manifest.ManifestException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

/**
 * Lets Flux install releases, as the platform does: applies the manifests and follows what
 * helm-controller says of each HelmRelease.
 */
public final class FluxReleases implements ReleaseEngine {

  private static final String GROUP = "helm.toolkit.fluxcd.io";

  /** Who applies Flux's objects. */
  public static final String MANAGER = "portieris-system";

  /** The annotation by which Flux's controllers are asked to look at once. */
  private static final String REQUESTED_AT = "reconcile.fluxcd.io/requestedAt";

  private static final String FAILED_UPGRADE = "Helm upgrade failed";
  private static final String IN_PROGRESS =
      ": another operation (install/upgrade/rollback) is in progress";
  private static final String HOOK_TIMEOUT =
      ": pre-upgrade hooks failed: timed out waiting for the condition";

  private final KubernetesClient client;
  private final ReleaseRecords records;
  private final Repository repository;
  private final InstantSource clock;
  private final Patience patience;

  /**
   * @param repository where Flux finds charts
   * @param limit how long a release may take; sysinv waits for three hours
   * @param isAborted whether somebody has asked for the end of what waits for a release
   */
  public FluxReleases(
      Cluster cluster,
      Repository repository,
      InstantSource clock,
      Duration limit,
      BooleanSupplier isAborted) {
    this.client = cluster.client();
    this.records = new ReleaseRecords(cluster.client());
    this.repository = repository;
    this.clock = clock;
    this.patience = new Patience(limit, isAborted);
  }

  /** Where Flux finds charts. */
  @FunctionalInterface
  public interface Repository {

    /**
     * Sees to it that the charts of a tarball are there, rather than others of the same names and
     * versions, and tells where.
     *
     * @param tree the extracted tarball
     */
    URI serve(Path tree) throws IOException;
  }

  /** Whether the cluster serves Flux's HelmRelease. */
  public static boolean isServed(KubernetesClient client) {
    return client.getApiGroup(GROUP) != null;
  }

  @Override
  public void begin(List<ReleaseRequest> requests) throws HelmFailure {
    for (ReleaseRequest request : requests) {
      try {
        namespace(request.release().namespace());
        namespace(FluxObjects.repositoryNamespace(request.release()));
        FluxObjects objects =
            new FluxObjects(repository.serve(request.chart().resolve("../..").normalize()));
        apply(objects.repository(request.release()));
        refresh(request.release());
        for (Secret secret : objects.secrets(request)) {
          apply(secret);
        }
        Optional<GenericKubernetesResource> former =
            Optional.ofNullable(found(request.release()).get());
        if (former.isPresent()) {
          forgetChart(request.release());
        }
        apply(objects.release(request, former.map(this::trigger), isTold(request)));
      } catch (ManifestException | IOException e) {
        throw new HelmFailure(String.valueOf(e.getMessage()), e);
      } catch (KubernetesClientException e) {
        throw new HelmFailure(Cluster.reason(e), e);
      }
    }
  }

  /** Flux looks for charts in a repository that it knows every now and then, unless it is asked. */
  private void refresh(HelmRelease release) throws ManifestException {
    client
        .resource(FluxObjects.source(release))
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"metadata\": {\"annotations\": {\"%s\": \"%s\"}}}"
                .formatted(REQUESTED_AT, clock.instant()));
  }

  @Override
  public boolean isReconciling() {
    return true;
  }

  @Override
  public void suspend(List<HelmRelease> releases) throws HelmFailure {
    try {
      for (HelmRelease release : releases) {
        Resource<GenericKubernetesResource> resource = found(release);
        if (resource.get() != null) {
          suspend(resource, true);
          forgetChart(release);
        }
      }
    } catch (ManifestException e) {
      throw new HelmFailure(String.valueOf(e.getMessage()), e);
    } catch (KubernetesClientException e) {
      throw new HelmFailure(Cluster.reason(e), e);
    }
  }

  private static void suspend(Resource<GenericKubernetesResource> resource, boolean isSuspended) {
    resource.patch(
        PatchContext.of(PatchType.JSON_MERGE),
        "{\"spec\": {\"suspend\": %s}}".formatted(isSuspended));
  }

  /** Versions of Flux without that field compute objects themselves in any case. */
  private boolean isTold(ReleaseRequest request) throws ManifestException {
    return request.isClientSide()
        && ReleaseFields.isKnown(
            client,
            version(request.release()),
            List.of("spec", "install", FluxObjects.SERVER_SIDE_APPLY));
  }

  /** Another value than the last one, also within one second. */
  private String trigger(GenericKubernetesResource former) {
    String last = String.valueOf(former.<Object>get("spec", "values", FluxObjects.TRIGGER));
    long next = last.matches("\\d{1,18}") ? Long.parseLong(last) + 1 : 0;
    return Long.toString(Math.max(clock.instant().getEpochSecond(), next));
  }

  /** Flux does not fetch a version again that it has; the same version may be another chart now. */
  private void forgetChart(HelmRelease release) throws ManifestException {
    String version = FluxObjects.repositoryVersion(release);
    ResourceDefinitionContext charts =
        new ResourceDefinitionContext.Builder()
            .withGroup(version.replaceFirst("/.*", ""))
            .withVersion(version.replaceFirst(".*/", ""))
            .withKind("HelmChart")
            .withPlural("helmcharts")
            .withNamespaced(true)
            .build();
    client
        .genericKubernetesResources(charts)
        .inNamespace(FluxObjects.repositoryNamespace(release))
        .withName(release.namespace() + "-" + release.name())
        .delete();
  }

  @Override
  public String apply(ReleaseRequest request) throws HelmFailure {
    if (!request.isEnabled()) {
      return "";
    }
    HelmRelease release = request.release();
    ReleaseState state = await(release);
    if (state instanceof ReleaseState.Failed(String message)) {
      if (message.startsWith(FAILED_UPGRADE) && message.contains(IN_PROGRESS)) {
        records.failPending(release.releaseName(), release.storageNamespace());
        begin(List.of(request));
        state = await(release);
      } else if (message.startsWith(FAILED_UPGRADE) && message.contains(HOOK_TIMEOUT)) {
        remove(release);
        begin(List.of(request));
        state = await(release);
      }
    }
    return switch (state) {
      case ReleaseState.Ready() -> "";
      case ReleaseState.Failed(String message) -> throw failure(message);
      case ReleaseState.Waiting(String message) ->
          throw failure(
              "not ready after "
                  + patience.limit().toSeconds()
                  + " seconds"
                  + (message.isEmpty()
                      ? "; helm-controller has said nothing of it: is it running?"
                      : ": " + message));
    };
  }

  private ReleaseState await(HelmRelease release) throws HelmFailure {
    AtomicReference<ReleaseState> last = new AtomicReference<>(new ReleaseState.Waiting(""));
    patience.await(
        found(release),
        found -> {
          last.set(ReleaseState.of(found));
          return !(last.get() instanceof ReleaseState.Waiting);
        });
    return last.get();
  }

  @Override
  public void remove(HelmRelease release) throws HelmFailure {
    try {
      Resource<GenericKubernetesResource> resource = found(release);
      Optional<GenericKubernetesResource> there = Optional.ofNullable(resource.get());
      if (there.isPresent()) {
        if (Boolean.TRUE.equals(there.get().get("spec", "suspend"))) {
          // helm-controller uninstalls nothing that is suspended.
          suspend(resource, false);
        }
        resource.delete();
        if (!patience.await(resource, found -> found == null)) {
          throw failure(
              "HelmRelease %s is still there after %d seconds: helm-controller, which has to remove its finalizer, may not be running"
                  .formatted(release.name(), patience.limit().toSeconds()));
        }
      }
      for (String secret : FluxObjects.secretNames(release)) {
        client.secrets().inNamespace(release.namespace()).withName(secret).delete();
      }
      GenericKubernetesResource source = FluxObjects.source(release);
      if (isUnused(release, source)) {
        client.resource(source).delete();
      }
    } catch (ManifestException e) {
      throw new HelmFailure(String.valueOf(e.getMessage()), e);
    } catch (KubernetesClientException e) {
      throw new HelmFailure(Cluster.reason(e), e);
    }
  }

  private boolean isUnused(HelmRelease last, GenericKubernetesResource source)
      throws ManifestException {
    return client
        .genericKubernetesResources(version(last), "HelmRelease")
        .inAnyNamespace()
        .list()
        .getItems()
        .stream()
        .noneMatch(release -> FluxObjects.isSourceOf(source, release));
  }

  private Resource<GenericKubernetesResource> found(HelmRelease release) {
    try {
      return client
          .genericKubernetesResources(version(release), "HelmRelease")
          .inNamespace(release.namespace())
          .withName(release.name());
    } catch (ManifestException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  private static String version(HelmRelease release) throws ManifestException {
    return String.valueOf(FluxObjects.read(release).get("apiVersion"));
  }

  private void namespace(String name) {
    if (client.namespaces().withName(name).get() == null) {
      client
          .namespaces()
          .resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
          .create();
    }
  }

  /** A field that the cluster's version of Flux does not know is an error, as for kubectl. */
  private void apply(HasMetadata object) throws HelmFailure {
    try {
      client
          .resource(object)
          .fieldValidation(Validation.STRICT)
          .fieldManager(MANAGER)
          .forceConflicts()
          .serverSideApply();
    } catch (KubernetesClientException e) {
      throw new HelmFailure(FluxObjects.text(object) + ": " + Cluster.reason(e), e);
    }
  }

  private static HelmFailure failure(String message) {
    return new HelmFailure(message, new IllegalStateException(message));
  }
}
