/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.operation;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.starlingx.portieris.app.archive.TemporaryDirectory;
import io.starlingx.portieris.framework.cluster.Cluster;
import io.starlingx.portieris.framework.flux.FluxDryRun;
import io.starlingx.portieris.framework.flux.FluxReleases;
import io.starlingx.portieris.framework.helm.HelmDryRun;
import io.starlingx.portieris.framework.helm.HelmDryRun.Rendered;
import io.starlingx.portieris.framework.helm.HelmFailure;
import io.starlingx.portieris.framework.helm.ReleaseRequest;
import io.starlingx.portieris.framework.helm.ValuesMerge;
import io.starlingx.portieris.framework.image.MirrorSettings;
import io.starlingx.portieris.framework.image.MirroredValues;
import io.starlingx.portieris.framework.manifest.FluxManifests;
import io.starlingx.portieris.framework.manifest.HelmRelease;
import io.starlingx.portieris.framework.manifest.HelmRelease.CrdPolicy;
import io.starlingx.portieris.framework.manifest.ManifestException;
import io.starlingx.portieris.framework.operation.PreviewResult.NotPreviewed;
import io.starlingx.portieris.framework.operation.PreviewResult.Previewed;
import io.starlingx.portieris.framework.operation.SystemOverrides.Overridden;
import io.starlingx.portieris.framework.plugin.PythonPlugins;
import io.starlingx.portieris.framework.preview.ObjectChange;
import io.starlingx.portieris.framework.preview.ReleaseChange;
import io.starlingx.portieris.framework.preview.ReleasePreview;
import io.starlingx.portieris.framework.store.Application;
import io.starlingx.portieris.framework.store.ApplicationStore;
import io.starlingx.portieris.sysinv.plugin.ChartPlugins;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Tells what an apply would change, with values computed as the apply would compute them. Neither
 * the cluster nor the application's state or files change.
 */
public final class ApplyPreview {

  private final SystemOverrides system;
  private final InstantSource clock;
  private final Optional<MirroredValues> images;
  private final HelmDryRun helm;
  private final ReleasePreview preview;
  private final Optional<FluxDryRun> flux;

  /**
   * @param kubernetes version of the cluster
   * @param flux where Flux installs releases
   */
  public ApplyPreview(
      ApplicationStore store,
      ChartPlugins plugins,
      PythonPlugins python,
      Optional<MirrorSettings> mirror,
      Cluster cluster,
      String kubernetes,
      Optional<FluxDryRun> flux,
      InstantSource clock) {
    this.system = new SystemOverrides(store, plugins, cluster.client(), python);
    this.clock = clock;
    this.images = mirror.map(settings -> new MirroredValues(settings.registry()));
    this.helm = new HelmDryRun(cluster, kubernetes);
    this.preview = new ReleasePreview(cluster.client());
    this.flux = flux;
  }

  /**
   * Previews the apply of an application.
   *
   * @param isClientSide whether Flux is to compute the objects of charts instead of the API server
   * @throws IOException when temporary files cannot be written
   */
  public PreviewResult of(Application application, boolean isClientSide) throws IOException {
    try (TemporaryDirectory directory = TemporaryDirectory.create("portieris-preview-")) {
      return new Previewed(releases(application, isClientSide, directory.path()));
    } catch (OperationFailure | HelmFailure e) {
      return new NotPreviewed(String.valueOf(e.getMessage()));
    } catch (ManifestException e) {
      return new NotPreviewed(String.valueOf(e.getMessage()).replace(application.tree() + "/", ""));
    } catch (KubernetesClientException e) {
      return new NotPreviewed(Cluster.reason(e));
    }
  }

  private List<ReleaseChange> releases(
      Application application, boolean isClientSide, Path directory)
      throws OperationFailure, HelmFailure, ManifestException, IOException {
    OperationLog log = new OperationLog(directory.resolve("log"), clock);
    FluxManifests manifests = FluxManifests.read(application.tree());
    ReleaseRequests requests =
        new ReleaseRequests(
            new ValuesMerge(),
            images,
            release -> directory.resolve(release.name() + "-static-overrides.yaml"),
            release -> directory.resolve(release.name() + "-overrides.yaml"),
            ApplyOptions.withClientSide(isClientSide));
    Overridden current = system.current(application, manifests, log);
    List<ReleaseChange> releases = new ArrayList<>();
    for (ReleaseRequest request :
        requests.of(application, current.manifests(), current.charts()).releases()) {
      HelmRelease release = request.release();
      Rendered rendered = helm.render(request);
      releases.add(
          new ReleaseChange(
              release.releaseName(),
              release.releaseNamespace(),
              release.chart() + " " + release.chartVersion(),
              rendered.before().isEmpty(),
              changes(request, rendered),
              preview.hooks(rendered)));
    }
    return releases;
  }

  /** Flux's own objects, then those of the chart. */
  private List<ObjectChange> changes(ReleaseRequest request, Rendered rendered)
      throws ManifestException, IOException {
    List<ObjectChange> changes = new ArrayList<>();
    if (flux.isPresent()) {
      for (HasMetadata object : flux.get().objects(request)) {
        changes.add(preview.applied(object, FluxReleases.MANAGER));
      }
    }
    HelmRelease release = request.release();
    CrdPolicy policy =
        (rendered.before().isPresent() ? release.onUpgrade() : release.onInstall()).crds();
    changes.addAll(preview.definitions(rendered.definitions(), policy));
    changes.addAll(preview.changes(release, rendered));
    return changes;
  }
}
