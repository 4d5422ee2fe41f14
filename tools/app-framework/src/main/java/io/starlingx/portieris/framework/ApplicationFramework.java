/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework;

import io.starlingx.portieris.app.upload.UploadChecks;
import io.starlingx.portieris.app.upload.UploadRequest;
import io.starlingx.portieris.framework.cluster.Cluster;
import io.starlingx.portieris.framework.cluster.ClusterUnreachableException;
import io.starlingx.portieris.framework.diagnosis.Diagnosis;
import io.starlingx.portieris.framework.diagnosis.Explanation;
import io.starlingx.portieris.framework.diagnosis.Symptom;
import io.starlingx.portieris.framework.diagnosis.Symptoms;
import io.starlingx.portieris.framework.flux.ServedCharts;
import io.starlingx.portieris.framework.helm.HelmFailure;
import io.starlingx.portieris.framework.manifest.FluxManifests;
import io.starlingx.portieris.framework.manifest.ManifestException;
import io.starlingx.portieris.framework.operation.Lifecycle;
import io.starlingx.portieris.framework.operation.OperationLog;
import io.starlingx.portieris.framework.operation.OperationResult;
import io.starlingx.portieris.framework.operation.PreviewResult;
import io.starlingx.portieris.framework.operation.PreviewResult.NotPreviewed;
import io.starlingx.portieris.framework.operation.Progress;
import io.starlingx.portieris.framework.operation.Refusals;
import io.starlingx.portieris.framework.override.ChartOverrides;
import io.starlingx.portieris.framework.plugin.ClusterSource;
import io.starlingx.portieris.framework.plugin.PythonPlugins;
import io.starlingx.portieris.framework.store.Acceptance;
import io.starlingx.portieris.framework.store.Acceptance.Refused;
import io.starlingx.portieris.framework.store.Application;
import io.starlingx.portieris.framework.store.ApplicationStore;
import io.starlingx.portieris.framework.store.InterruptedOperations;
import io.starlingx.portieris.framework.store.OperationKind;
import io.starlingx.portieris.framework.store.OperationOptions;
import io.starlingx.portieris.framework.store.ProcessOwner;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Uploads, applies, removes and deletes StarlingX applications. A request is answered at once; what
 * was accepted is on the disk and goes on in {@link #run}, in this process or in another one that
 * the operation was handed to.
 *
 * @see <a
 *     href="https://docs.starlingx.io/system_configuration/kubernetes/application-commands-and-helm-overrides.html">StarlingX:
 *     Application Commands and Helm Overrides</a>
 */
public final class ApplicationFramework implements AutoCloseable {

  private final ApplicationStore store;
  private final Path logs;
  private final ServedCharts charts;
  private final Refusals refusals;
  private final TarballIntake intake;
  private final OperationRequests requests;
  private final OperationExecution execution;

  private ApplicationFramework(
      ApplicationStore store,
      Trees trees,
      Path logs,
      InstantSource clock,
      FrameworkSettings settings,
      ClusterSource clusters) {
    this.store = store;
    this.logs = logs;
    PythonPlugins python = new PythonPlugins(settings.plugins(), store, clusters);
    this.charts =
        new ServedCharts(
            settings.repository(),
            () -> store.everyVersion().stream().map(Application::tree).toList(),
            clock);
    UploadChecks checks = new UploadChecks();
    this.refusals = new Refusals(checks);
    LifecycleChecks lifecycle =
        new LifecycleChecks(
            store, new Lifecycle(python), name -> new OperationLog(log(name), clock));
    this.intake = new TarballIntake(store, trees, checks, lifecycle);
    this.requests = new OperationRequests(store, trees, checks, refusals, lifecycle);
    this.execution =
        new OperationExecution(store, trees, intake, logs, clock, python, settings, charts);
  }

  /**
   * Opens the state in that directory, or creates it, and settles what killed processes have left.
   *
   * @param settings how operations are carried out
   * @param clusters the cluster that plugins see
   * @throws IOException when files of the directory cannot be deleted
   */
  public static ApplicationFramework open(
      Path directory, InstantSource clock, FrameworkSettings settings, ClusterSource clusters)
      throws IOException {
    ApplicationStore store = ApplicationStore.open(directory, clock);
    Trees trees = new Trees(store.trees());
    ApplicationFramework framework =
        new ApplicationFramework(store, trees, directory.resolve("log"), clock, settings, clusters);
    framework.settle();
    trees.sweep(store::everyVersion);
    return framework;
  }

  /** Settles what processes have left that were killed since. */
  public void settle() {
    new InterruptedOperations(store, refusals::isPlatformManaged).settle();
  }

  /** All applications, by name. */
  public List<Application> list() {
    return store.list();
  }

  /** The application of that name. */
  public Optional<Application> find(String name) {
    return store.find(name);
  }

  /** The versions to which an update of the present version of an application has failed. */
  public List<String> failedUpdates(String name) {
    return store.find(name).map(found -> store.versions().failed(found.id())).orElse(List.of());
  }

  /** The overrides of all applications. */
  public ChartOverrides overrides() {
    return new ChartOverrides(store);
  }

  /**
   * Checks a tarball and accepts it as a new application. A refused one leaves nothing behind.
   *
   * @param isWithImages whether its images are copied, too, where there is a registry to copy to
   * @throws IOException when the state directory cannot hold it
   */
  public Acceptance upload(UploadRequest request, boolean isWithImages, ProcessOwner owner)
      throws IOException {
    return rejected(
        OperationKind.UPLOAD.text(),
        intake.upload(request, OperationOptions.withImages(isWithImages), owner));
  }

  /**
   * Checks a tarball and accepts it as the new version of an applied application. A refused one
   * leaves nothing behind.
   *
   * @throws IOException when the state directory cannot hold it
   */
  public Acceptance update(UpdateRequest request, ProcessOwner owner) throws IOException {
    return rejected(OperationKind.UPDATE.text(), intake.update(request, owner));
  }

  /**
   * Accepts the apply of an application.
   *
   * @param mode the mode that the application is to be applied in; empty for none
   * @param isClientSide whether Flux is to compute the objects of charts instead of the API server
   * @param kubernetes version of the cluster
   */
  public Acceptance apply(
      String name, String mode, boolean isClientSide, String kubernetes, ProcessOwner owner) {
    return rejected(
        OperationKind.APPLY.text(), requests.apply(name, mode, isClientSide, kubernetes, owner));
  }

  /**
   * Tells what an apply would change on the cluster; nothing is accepted, stored or changed.
   *
   * @param mode as for {@link #apply}
   * @param isClientSide likewise
   * @throws ClusterUnreachableException when the cluster does not tell its version
   * @throws IOException when temporary files cannot be written
   */
  public PreviewResult preview(String name, String mode, boolean isClientSide, Cluster cluster)
      throws ClusterUnreachableException, IOException {
    String kubernetes = cluster.version();
    Optional<Application> application = store.find(name);
    Optional<String> refusal = requests.applyRefusal(application, mode, kubernetes);
    if (refusal.isPresent() || application.isEmpty()) {
      return new NotPreviewed("Application-apply rejected: " + refusal.orElseThrow());
    }
    return execution.preview(application.get(), isClientSide, cluster, kubernetes);
  }

  /**
   * Accepts the apply of those applied applications that ask to be applied again when their
   * overrides have changed, and whose overrides have.
   *
   * @param name only the application of that name; empty for all
   * @return those accepted
   * @throws IOException when files of an application cannot be read
   */
  public List<Application> reapply(String name, String kubernetes, ProcessOwner owner)
      throws IOException {
    return requests.reapply(name, kubernetes, owner);
  }

  /**
   * Accepts the removal of an application from the cluster.
   *
   * @param force whether to pass over the application's own ban and over errors
   */
  public Acceptance remove(String name, boolean force, ProcessOwner owner) {
    return rejected(OperationKind.REMOVE.text(), requests.remove(name, force, owner));
  }

  /**
   * Forgets an application that is not on the cluster, with its files and overrides.
   *
   * @param force whether to pass over the application's own ban
   * @throws IOException when its files cannot be deleted
   */
  public Acceptance delete(String name, boolean force) throws IOException {
    return rejected("delete", requests.delete(name, force));
  }

  /**
   * Asks for the end of the apply, update or remove that is under way. It ends before its next
   * step; calls of Helm and what waits for charts end within seconds.
   */
  public Acceptance abort(String name) {
    return rejected("abort", requests.abort(name));
  }

  /** Gives an accepted operation to another process; false when it has ended meanwhile. */
  public boolean handOver(Application application, ProcessOwner owner) {
    return store.operations().handOver(application.id(), owner);
  }

  /**
   * Carries the operation under way to its end.
   *
   * @param listener hears every progress
   * @return how it ended; empty when this process has no operation on the application
   */
  public Optional<OperationResult> run(
      Application application, Cluster cluster, Progress listener) {
    return execution.run(application, cluster, listener);
  }

  /**
   * Why the application has failed last; empty when no operation has failed since one succeeded.
   * Where the failure still stands, with what is wrong on the cluster now.
   *
   * @param cluster asked only where the failure still stands
   */
  public Optional<Explanation> explain(Application application, Cluster cluster) {
    return store
        .failures()
        .of(application.name())
        .map(
            failure -> {
              boolean isNow = application.status().isFailure();
              List<Symptom> symptoms =
                  isNow ? symptoms(application, cluster) : Symptoms.of(failure.symptoms());
              return new Explanation(
                  application, failure, symptoms, isNow, log(application.name()));
            });
  }

  private static List<Symptom> symptoms(Application application, Cluster cluster) {
    try {
      return new Diagnosis(cluster.client()).of(FluxManifests.read(application.tree()).releases());
    } catch (ManifestException | HelmFailure e) {
      return List.of();
    }
  }

  /** The log file of that name; operations write to the one with the application's name. */
  public Path log(String name) {
    return logs.resolve(name + ".log");
  }

  private static Acceptance rejected(String operation, Acceptance answer) {
    return answer instanceof Refused(String text)
        ? new Refused("Application-" + operation + " rejected: " + text)
        : answer;
  }

  @Override
  public void close() {
    charts.close();
  }
}
