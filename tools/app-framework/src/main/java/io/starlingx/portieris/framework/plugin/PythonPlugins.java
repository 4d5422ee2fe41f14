/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.plugin;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.starlingx.portieris.app.archive.TemporaryDirectory;
import io.starlingx.portieris.framework.cluster.Cluster;
import io.starlingx.portieris.framework.cluster.ClusterUnreachableException;
import io.starlingx.portieris.framework.manifest.FluxManifests;
import io.starlingx.portieris.framework.manifest.HelmRelease;
import io.starlingx.portieris.framework.manifest.ManifestException;
import io.starlingx.portieris.framework.plugin.PluginFailure.Kind;
import io.starlingx.portieris.framework.store.Application;
import io.starlingx.portieris.framework.store.ApplicationStore;
import io.starlingx.portieris.framework.store.ChartOverride;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The Python in an application's wheels: chart plugins and the lifecycle operator, run as sysinv
 * runs them, one process for each question.
 */
public final class PythonPlugins {

  private static final TypeReference<Map<String, Map<String, Map<String, Object>>>> VALUES =
      new TypeReference<>() {};
  private static final TypeReference<List<String>> NAMES = new TypeReference<>() {};

  private final PluginSettings settings;
  private final ApplicationStore store;
  private final ClusterSource clusters;
  private final ObjectMapper json = new ObjectMapper();

  public PythonPlugins(PluginSettings settings, ApplicationStore store, ClusterSource clusters) {
    this.settings = settings;
    this.store = store;
    this.clusters = clusters;
  }

  /**
   * What the chart plugins of an application compute.
   *
   * @throws PluginFailure when they cannot
   */
  public PluginOverrides overrides(Application application, Consumer<String> log)
      throws PluginFailure, IOException {
    PythonWheels wheels = wheels(application, log);
    if (wheels.files().isEmpty()) {
      return PluginOverrides.NONE;
    }
    ObjectNode request = json.createObjectNode().put("task", "overrides");
    JsonNode result =
        run(application, wheels, request, "overrides", settings.longestOverrides(), true, log);
    return new PluginOverrides(
        json.convertValue(result.path("charts"), VALUES),
        json.convertValue(result.path("removed"), NAMES));
  }

  /**
   * Calls the lifecycle operator, if the application has one.
   *
   * @throws PluginFailure when it refuses or fails
   */
  public void hook(Application application, Hook hook, Consumer<String> log)
      throws PluginFailure, IOException {
    PythonWheels wheels = wheels(application, log);
    if (!wheels.hasLifecycle()) {
      return;
    }
    ObjectNode request = json.createObjectNode().put("task", "hook");
    request
        .putObject("hook")
        .put("type", hook.type().text())
        .put("timing", hook.timing())
        .put("operation", hook.operation())
        .put("mode", hook.mode().text())
        .put("aborted", store.operations().isAborted(application.id()))
        .set("extra", json.valueToTree(hook.extra()));
    boolean isCheck = hook.type() == Hook.HookType.CHECK;
    JsonNode result =
        run(application, wheels, request, "hook " + hook, settings.longestHook(), isCheck, log);
    boolean isForSecrets =
        hook.toString().equals("resource/apply/pre")
            || hook.toString().equals("resource/remove/post");
    if (isForSecrets && !result.path("registry_secrets").asBoolean()) {
      log.accept(
          "WARNING: in hook "
              + hook
              + " the plugin does not call its base class: on a platform default-registry-key would"
              + " be missing");
    }
  }

  /** How long to wait before a plugin is given another try. */
  public Duration betweenTries() {
    return settings.betweenTries();
  }

  private PythonWheels wheels(Application application, Consumer<String> log) throws IOException {
    PythonWheels wheels = PythonWheels.of(application.tree());
    if (settings.isRefused() && !wheels.files().isEmpty()) {
      log.accept("plugins in Python are passed over, as was asked for");
      return new PythonWheels(List.of(), false);
    }
    return wheels;
  }

  private JsonNode run(
      Application application,
      PythonWheels wheels,
      ObjectNode request,
      String what,
      Duration limit,
      boolean isReadOnly,
      Consumer<String> log)
      throws PluginFailure, IOException {
    String names =
        String.join(", ", wheels.files().stream().map(f -> f.getFileName().toString()).toList());
    Path interpreter = interpreter(names);
    JsonNode result;
    try (TemporaryDirectory directory = TemporaryDirectory.create("portieris-plugin-")) {
      Cluster cluster = clusters.connect();
      ArrayNode unpacked = request.putArray("wheels");
      wheels.unpack(directory.path()).forEach(wheel -> unpacked.add(wheel.toString()));
      request.set("platform", new PlatformFacts(cluster.client()).read());
      state(request, application);
      Path program = HostFiles.write(Files.createDirectory(directory.path().resolve("host")));
      Path work = Files.createDirectory(directory.path().resolve("work"));
      result =
          new PythonProcess(settings, interpreter)
              .run(
                  program,
                  work,
                  request,
                  limit,
                  new ClusterQuestions(cluster, isReadOnly, log),
                  log);
    } catch (PluginFailure e) {
      throw new PluginFailure("Plugin " + names + ", " + what + ": " + e.getMessage(), e);
    } catch (ClusterUnreachableException e) {
      throw new PluginFailure(String.valueOf(e.getMessage()), e);
    } catch (KubernetesClientException e) {
      throw new PluginFailure(Cluster.reason(e), e);
    } catch (ManifestException e) {
      throw new PluginFailure(String.valueOf(e.getMessage()), e);
    }
    if (!isReadOnly) {
      takeOver(result.path("user_overrides"));
    }
    judge(result, names, what);
    return result;
  }

  private static void judge(JsonNode result, String names, String what) throws PluginFailure {
    String text = result.path("text").asText();
    String place = result.path("plugin").asText();
    String message =
        "Plugin %s, %s: %s%s"
            .formatted(names, what, text, place.isEmpty() ? "" : " (" + place + ")");
    switch (result.path("failure").asText()) {
      case "" -> {}
      case "rejected" -> throw new PluginFailure(Kind.REJECTED, text);
      case "again" -> throw new PluginFailure(Kind.AGAIN, message);
      default -> throw new PluginFailure(Kind.FAILED, message);
    }
  }

  private void state(ObjectNode request, Application application)
      throws ManifestException, IOException {
    ObjectNode described = row(application);
    described.put("version", application.version()).put("tree", application.tree().toString());
    described.put("manifests", application.tree().resolve(Application.MANIFEST_FILE).toString());
    ArrayNode releases = described.putArray("releases");
    for (HelmRelease release : FluxManifests.read(application.tree()).releases()) {
      releases.addObject().put("name", release.name()).put("namespace", release.namespace());
    }
    request.set("application", described);
    ArrayNode applications = request.putArray("applications");
    ArrayNode overrides = request.putArray("overrides");
    for (Application known : store.everyVersion()) {
      applications.add(row(known));
      for (ChartOverride chart : store.overrides().of(known.id())) {
        ObjectNode row = overrides.addObject().put("app_id", known.id());
        row.put("name", chart.chart()).put("namespace", chart.namespace());
        row.put("user_overrides", chart.user().orElse(null));
        row.putObject("system_overrides").put("enabled", chart.enabled());
      }
    }
  }

  private ObjectNode row(Application application) {
    return json.createObjectNode()
        .put("id", application.id())
        .put("name", application.name())
        .put("app_version", application.version())
        .put("status", application.status().text())
        .put("progress", application.progress().orElse(null))
        .put("active", application.active())
        .put("manifest_name", application.manifestName())
        .put("manifest_file", Application.MANIFEST_FILE);
  }

  /** User overrides that a lifecycle operator has changed, of charts that exist. */
  private void takeOver(JsonNode changes) {
    for (JsonNode change : changes) {
      long id = change.path("app_id").asLong();
      store.overrides().of(id).stream()
          .filter(chart -> chart.chart().equals(change.path("name").asText()))
          .filter(chart -> chart.namespace().equals(change.path("namespace").asText()))
          .forEach(
              chart ->
                  store
                      .overrides()
                      .setUser(
                          id,
                          chart,
                          Optional.ofNullable(change.path("user_overrides").textValue())));
    }
  }

  private Path interpreter(String names) throws PluginFailure {
    if (settings.interpreter().isPresent()) {
      return settings.interpreter().get();
    }
    return Stream.of(settings.searchPath().split(File.pathSeparator))
        .filter(directory -> !directory.isEmpty())
        .map(directory -> Path.of(directory, "python3"))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(
            () ->
                new PluginFailure(
                    Kind.FAILED,
                    names
                        + " needs Python 3.9 or later, and there is no python3 in PATH: name one"
                        + " with --python, or pass plugins over with --no-plugins"));
  }
}
