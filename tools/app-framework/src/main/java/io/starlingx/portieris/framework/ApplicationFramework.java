/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework;

import io.starlingx.portieris.app.upload.AppMetadata;
import io.starlingx.portieris.app.upload.UploadChecks;
import io.starlingx.portieris.app.upload.UploadRequest;
import io.starlingx.portieris.app.upload.UploadResult;
import io.starlingx.portieris.framework.cluster.Cluster;
import io.starlingx.portieris.framework.cluster.ClusterUnreachableException;
import io.starlingx.portieris.framework.diagnosis.Diagnosis;
import io.starlingx.portieris.framework.diagnosis.Explanation;
import io.starlingx.portieris.framework.diagnosis.Symptom;
import io.starlingx.portieris.framework.diagnosis.Symptoms;
import io.starlingx.portieris.framework.flux.FluxReleases;
import io.starlingx.portieris.framework.flux.ServedCharts;
import io.starlingx.portieris.framework.helm.HelmFailure;
import io.starlingx.portieris.framework.helm.HelmReleases;
import io.starlingx.portieris.framework.helm.ReleaseEngine;
import io.starlingx.portieris.framework.manifest.FluxManifests;
import io.starlingx.portieris.framework.manifest.ManifestException;
import io.starlingx.portieris.framework.operation.ApplyPreview;
import io.starlingx.portieris.framework.operation.Lifecycle;
import io.starlingx.portieris.framework.operation.OperationLog;
import io.starlingx.portieris.framework.operation.OperationResult;
import io.starlingx.portieris.framework.operation.OperationRunner;
import io.starlingx.portieris.framework.operation.PreviewResult;
import io.starlingx.portieris.framework.operation.PreviewResult.NotPreviewed;
import io.starlingx.portieris.framework.operation.Progress;
import io.starlingx.portieris.framework.operation.ReapplyCheck;
import io.starlingx.portieris.framework.operation.Refusals;
import io.starlingx.portieris.framework.override.ChartOverrides;
import io.starlingx.portieris.framework.plugin.ClusterSource;
import io.starlingx.portieris.framework.plugin.Hook;
import io.starlingx.portieris.framework.plugin.Hook.HookType;
import io.starlingx.portieris.framework.plugin.PythonPlugins;
import io.starlingx.portieris.framework.store.Acceptance;
import io.starlingx.portieris.framework.store.Acceptance.Accepted;
import io.starlingx.portieris.framework.store.Acceptance.Refused;
import io.starlingx.portieris.framework.store.Application;
import io.starlingx.portieris.framework.store.ApplicationStore;
import io.starlingx.portieris.framework.store.InterruptedOperations;
import io.starlingx.portieris.framework.store.Operation;
import io.starlingx.portieris.framework.store.OperationKind;
import io.starlingx.portieris.framework.store.ProcessOwner;
import io.starlingx.portieris.sysinv.plugin.ChartPlugins;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

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

  /** As long as sysinv waits for a HelmRelease. */
  private static final Duration LONGEST_RELEASE = Duration.ofHours(3);

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+-]*");

  private static final Hook REAPPLY =
      Hook.of(HookType.CHECK, "", "evaluate-reapply")
          .automatic()
          .with("trigger", Map.of("type", "on-demand-reapply"));

  private final ApplicationStore store;
  private final Path logs;
  private final InstantSource clock;
  private final Trees trees;
  private final UploadChecks checks = new UploadChecks();
  private final Refusals refusals = new Refusals(checks);

  private final PythonPlugins python;
  private final Lifecycle lifecycle;
  private final FrameworkSettings settings;
  private final ServedCharts charts;

  private ApplicationFramework(
      Path directory, InstantSource clock, FrameworkSettings settings, ClusterSource clusters) {
    this.store = ApplicationStore.open(directory, clock);
    this.python = new PythonPlugins(settings.plugins(), store, clusters);
    this.settings = settings;
    this.charts =
        new ServedCharts(
            settings.repository(),
            () -> store.everyVersion().stream().map(Application::tree).toList(),
            clock);
    this.lifecycle = new Lifecycle(python);
    this.logs = directory.resolve("log");
    this.clock = clock;
    this.trees = new Trees(store.trees());
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
    ApplicationFramework framework = new ApplicationFramework(directory, clock, settings, clusters);
    framework.settle();
    framework.trees.sweep(framework.store::everyVersion);
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

  /** The overrides of all applications. */
  public ChartOverrides overrides() {
    return new ChartOverrides(store);
  }

  /**
   * Checks a tarball and accepts it as a new application. A refused one leaves nothing behind.
   *
   * @throws IOException when the state directory cannot hold it
   */
  public Acceptance upload(UploadRequest request, ProcessOwner owner) throws IOException {
    Path tree = trees.create(owner);
    Acceptance answer = new Refused("");
    try {
      answer =
          switch (checks.unpack(request, tree)) {
            case UploadResult.Rejected rejected -> new Refused(rejected.message());
            case UploadResult.Accepted accepted -> begin(accepted.metadata(), tree, owner);
          };
    } finally {
      if (!(answer instanceof Accepted)) {
        trees.delete(tree);
      }
    }
    return rejected(OperationKind.UPLOAD.text(), answer);
  }

  /**
   * Checks a tarball and accepts it as the new version of an applied application. A refused one
   * leaves nothing behind.
   *
   * @throws IOException when the state directory cannot hold it
   */
  public Acceptance update(UpdateRequest request, ProcessOwner owner) throws IOException {
    Path tree = trees.create(owner);
    Acceptance answer = new Refused("");
    try {
      answer =
          switch (checks.unpack(request.upload(), tree)) {
            case UploadResult.Rejected rejected -> new Refused(rejected.message());
            case UploadResult.Accepted accepted -> begin(request, accepted.metadata(), tree, owner);
          };
    } finally {
      if (!(answer instanceof Accepted)) {
        trees.delete(tree);
      }
    }
    return rejected(OperationKind.UPDATE.text(), answer);
  }

  private Acceptance begin(
      UpdateRequest request, AppMetadata metadata, Path tree, ProcessOwner owner) {
    return request
        .refusal()
        .or(
            () ->
                check(
                    metadata.name(),
                    OperationKind.UPDATE,
                    Hook.of(HookType.CHECK, Hook.PRE, "update").with("from_app", true)))
        .<Acceptance>map(Refused::new)
        .orElseGet(
            () ->
                store
                    .versions()
                    .beginUpdate(
                        metadata.name(),
                        metadata.version(),
                        tree.getFileName().toString(),
                        request.reuse(),
                        owner,
                        former -> misnamed(metadata)));
  }

  private static Optional<String> misnamed(AppMetadata metadata) {
    return NAME.matcher(metadata.name()).matches() && NAME.matcher(metadata.version()).matches()
        ? Optional.empty()
        : Optional.of("application name and version may hold only letters, digits and '._+-'.");
  }

  private Acceptance begin(AppMetadata metadata, Path tree, ProcessOwner owner) {
    return misnamed(metadata)
        .<Acceptance>map(Refused::new)
        .orElseGet(
            () ->
                store.beginUpload(
                    metadata.name(), metadata.version(), tree.getFileName().toString(), owner));
  }

  /**
   * Accepts the apply of an application.
   *
   * @param mode the mode that the application is to be applied in; empty for none
   * @param kubernetes version of the cluster
   */
  public Acceptance apply(String name, String mode, String kubernetes, ProcessOwner owner) {
    return rejected(
        OperationKind.APPLY.text(),
        store
            .find(name)
            .flatMap(
                found ->
                    modeRefusal(name, mode)
                        .or(
                            () ->
                                check(
                                    name,
                                    OperationKind.APPLY,
                                    Hook.of(HookType.CHECK, Hook.PRE, "apply"))))
            .<Acceptance>map(Refused::new)
            .orElseGet(
                () ->
                    store.begin(
                        name,
                        OperationKind.APPLY,
                        false,
                        owner,
                        application -> refusals.incompatible(application, kubernetes))));
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

  /**
   * Tells what an apply would change on the cluster; nothing is accepted, stored or changed.
   *
   * @throws ClusterUnreachableException when the cluster does not tell its version
   * @throws IOException when temporary files cannot be written
   */
  public PreviewResult preview(String name, String mode, Cluster cluster)
      throws ClusterUnreachableException, IOException {
    String kubernetes = cluster.version();
    Optional<Application> application = store.find(name);
    Optional<String> refusal =
        application.isEmpty()
            ? Optional.of("application not found.")
            : modeRefusal(name, mode)
                .or(() -> OperationKind.APPLY.refusal(application.get().status()))
                .or(() -> refusals.incompatible(application.get(), kubernetes));
    if (refusal.isPresent() || application.isEmpty()) {
      return new NotPreviewed("Application-apply rejected: " + refusal.orElseThrow());
    }
    return new ApplyPreview(
            store, ChartPlugins.load(), python, settings.mirror(), cluster, kubernetes, clock)
        .of(application.get());
  }

  private static Optional<String> modeRefusal(String name, String mode) {
    return mode.isEmpty()
        ? Optional.empty()
        : Optional.of("Mode is not supported for app " + name + ".");
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
    ReapplyCheck check = new ReapplyCheck(store, checks);
    List<Application> accepted = new ArrayList<>();
    for (Application application : store.list()) {
      if ((name.isEmpty() || name.equals(application.name()))
          && check.isDue(application)
          && lifecycle.refusal(application, REAPPLY, journal(application.name())::write).isEmpty()
          && apply(application.name(), "", kubernetes, owner) instanceof Accepted(var begun)) {
        accepted.add(begun);
      }
    }
    return accepted;
  }

  /**
   * Accepts the removal of an application from the cluster.
   *
   * @param force whether to pass over the application's own ban and over errors
   */
  public Acceptance remove(String name, boolean force, ProcessOwner owner) {
    Hook check = Hook.of(HookType.CHECK, Hook.PRE, "remove").with("force", force);
    return rejected(
        OperationKind.REMOVE.text(),
        check(name, OperationKind.REMOVE, check)
            .<Acceptance>map(Refused::new)
            .orElseGet(
                () ->
                    store.begin(
                        name,
                        OperationKind.REMOVE,
                        force,
                        owner,
                        application ->
                            force ? Optional.empty() : refusals.forbidden(application, "remove"))));
  }

  /** Why the application's own plugin does not want what its status allows. */
  private Optional<String> check(String name, OperationKind kind, Hook hook) {
    return store
        .find(name)
        .filter(application -> kind.refusal(application.status()).isEmpty())
        .flatMap(application -> lifecycle.refusal(application, hook, journal(name)::write));
  }

  /**
   * Forgets an application that is not on the cluster, with its files and overrides.
   *
   * @param force whether to pass over the application's own ban
   * @throws IOException when its files cannot be deleted
   */
  public Acceptance delete(String name, boolean force) throws IOException {
    Function<Application, Optional<String>> refusal =
        application ->
            (force ? Optional.<String>empty() : refusals.forbidden(application, "delete"))
                .or(() -> Refusals.notDeletable(application));
    Optional<Application> deletable = store.find(name).filter(a -> refusal.apply(a).isEmpty());
    Hook check = Hook.of(HookType.CHECK, Hook.PRE, "delete").with("force", force);
    Optional<String> refused =
        deletable.flatMap(a -> lifecycle.refusal(a, check, journal(name)::write));
    if (refused.isPresent()) {
      return rejected("delete", new Refused(refused.get()));
    }
    deletable.ifPresent(
        application -> {
          OperationLog log = journal(name);
          lifecycle.tell(application, Hook.of(HookType.OPERATION, Hook.PRE, "delete"), log::write);
          lifecycle.tell(application, Hook.of(HookType.RESOURCE, Hook.PRE, "delete"), log::write);
        });
    Acceptance answer = store.delete(name, refusal);
    if (answer instanceof Accepted(Application application)) {
      trees.delete(application.tree());
    }
    return rejected("delete", answer);
  }

  /**
   * Asks for the end of the apply or remove that is under way. It ends before its next step; a call
   * of Helm that has begun is not interrupted.
   */
  public Acceptance abort(String name) {
    Optional<Application> running =
        store.find(name).filter(a -> Refusals.notAbortable(a).isEmpty());
    Optional<String> operation =
        running.flatMap(a -> store.operation(a.id())).map(o -> o.kind().text());
    Hook check =
        Hook.of(HookType.CHECK, Hook.PRE, "abort").with("aborted_op", operation.orElse(""));
    Optional<String> refused =
        running.flatMap(a -> lifecycle.refusal(a, check, journal(name)::write));
    Acceptance answer =
        refused
            .<Acceptance>map(Refused::new)
            .orElseGet(() -> store.abort(name, Refusals::notAbortable));
    if (answer instanceof Accepted(Application application)) {
      lifecycle.tell(
          application,
          new Hook(HookType.OPERATION, Hook.PRE, "abort", check.mode(), check.extra()),
          journal(name)::write);
    }
    return rejected("abort", answer);
  }

  /** Gives an accepted operation to another process; false when it has ended meanwhile. */
  public boolean handOver(Application application, ProcessOwner owner) {
    return store.handOver(application.id(), owner);
  }

  /**
   * Carries the operation under way to its end.
   *
   * @param listener hears every progress
   * @return how it ended; empty when this process has no operation on the application
   */
  public Optional<OperationResult> run(
      Application application, Cluster cluster, Progress listener) {
    Optional<Operation> operation =
        store
            .operation(application.id())
            .filter(o -> o.owner().pid() == ProcessOwner.current().pid());
    OperationRunner runner =
        new OperationRunner(
            store,
            logs,
            clock,
            cluster,
            ChartPlugins.load(),
            python,
            settings.mirror(),
            engine(cluster));
    List<Path> before = trees(application.name());
    Optional<OperationResult> result = operation.map(o -> runner.run(application, o, listener));
    if (result.isPresent()) {
      List<Path> kept = trees(application.name());
      before.stream().filter(tree -> !kept.contains(tree)).forEach(this::forget);
    }
    return result;
  }

  private ReleaseEngine engine(Cluster cluster) {
    boolean isFlux =
        switch (settings.engine()) {
          case FLUX -> true;
          case HELM -> false;
          case AUTO -> FluxReleases.isServed(cluster.client());
        };
    return isFlux
        ? new FluxReleases(cluster, charts::url, clock, LONGEST_RELEASE)
        : new HelmReleases(cluster);
  }

  @Override
  public void close() {
    charts.close();
  }

  private List<Path> trees(String name) {
    return store.everyVersion().stream()
        .filter(version -> version.name().equals(name))
        .map(Application::tree)
        .toList();
  }

  private void forget(Path tree) {
    try {
      trees.delete(tree);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private OperationLog journal(String name) {
    return new OperationLog(log(name), clock);
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
}
