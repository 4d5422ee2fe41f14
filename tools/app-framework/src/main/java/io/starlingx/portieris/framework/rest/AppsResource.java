/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.starlingx.portieris.app.archive.TemporaryDirectory;
import io.starlingx.portieris.framework.ApplicationFramework;
import io.starlingx.portieris.framework.UpdateRequest;
import io.starlingx.portieris.framework.bundle.PlatformUpdate;
import io.starlingx.portieris.framework.bundle.UpdateStatus;
import io.starlingx.portieris.framework.cluster.Cluster;
import io.starlingx.portieris.framework.cluster.ClusterUnreachableException;
import io.starlingx.portieris.framework.store.Acceptance;
import io.starlingx.portieris.framework.store.Acceptance.Accepted;
import io.starlingx.portieris.framework.store.Acceptance.Refused;
import io.starlingx.portieris.framework.store.Application;
import io.starlingx.portieris.framework.store.ProcessOwner;
import io.starlingx.portieris.framework.view.ApplicationsJson;
import java.io.IOException;
import java.util.List;

/**
 * {@code /v1/apps}: applications and the operations on them. An operation is answered when it is
 * accepted, and goes on with the workers.
 */
final class AppsResource {

  private final ApplicationFramework framework;
  private final Cluster cluster;
  private final OperationWorkers workers;
  private final Uploads uploads;
  private final PlatformUpdate platform;

  AppsResource(
      ApplicationFramework framework,
      Cluster cluster,
      OperationWorkers workers,
      Uploads uploads,
      PlatformUpdate platform) {
    this.framework = framework;
    this.cluster = cluster;
    this.workers = workers;
    this.uploads = uploads;
    this.platform = platform;
  }

  /**
   * Answers a call.
   *
   * @param path what follows {@code /v1/apps}
   */
  Reply answer(Call call, List<String> path) throws IOException {
    if (path.isEmpty()) {
      return switch (call.method()) {
        case "GET" -> Reply.ok(ApplicationsJson.of(framework.list()));
        case "POST" ->
            tarball(
                call,
                "upload",
                (request, body) ->
                    framework.upload(request, isTrue(body.text("images")), ProcessOwner.current()));
        default -> Reply.methodNotAllowed();
      };
    }
    if (path.size() > 1) {
      return Reply.notFound();
    }
    String name = path.getFirst();
    return switch (call.method()) {
      case "GET" -> get(call, name);
      case "POST" -> post(call, name);
      case "PATCH" -> patch(call, name);
      case "DELETE" -> delete(name, call.flag("force"));
      default -> Reply.methodNotAllowed();
    };
  }

  private Reply get(Call call, String name) {
    return switch (name) {
      case "get_apps_update_status" -> updateStatus();
      case "get_all_apps_by_status" -> byStatus(call.parameter("status"));
      case "kube_app_get_by_id" -> byId(call.parameter("id"));
      default ->
          framework
              .find(name)
              .map(application -> Reply.ok(ApplicationsJson.of(application)))
              .orElse(Reply.error(404, "No application with name " + name + "."));
    };
  }

  private Reply byStatus(String status) {
    ArrayNode apps = JsonNodeFactory.instance.arrayNode();
    framework.list().stream()
        .filter(application -> application.status().text().equals(status))
        .forEach(application -> apps.add(ApplicationsJson.of(application)));
    return Reply.ok(apps);
  }

  private Reply byId(String id) {
    return framework.list().stream()
        .filter(application -> Long.toString(application.id()).equals(id))
        .findFirst()
        .map(application -> Reply.ok(ApplicationsJson.of(application)))
        .orElse(Reply.error(404, "No application with id " + id + "."));
  }

  private Reply updateStatus() {
    UpdateStatus now = platform.status();
    ObjectNode status = JsonNodeFactory.instance.objectNode();
    ArrayNode failed = status.putArray("failed_apps");
    now.failed().forEach(failed::add);
    status.put("status", now.phase().text());
    ArrayNode updated = status.putArray("updated_apps");
    now.updated().forEach(updated::add);
    return Reply.ok(status);
  }

  /** A rollback of the platform differs from an upgrade by the applications that come with it. */
  private Reply updateAll() {
    try {
      String kubernetes = cluster.version();
      if (!platform.begin()) {
        return Reply.refused("The update of all applications is already in progress.");
      }
      workers.start(() -> platform.run(kubernetes));
      return Reply.noContent();
    } catch (ClusterUnreachableException e) {
      return Reply.refused(String.valueOf(e.getMessage()));
    }
  }

  private Reply post(Call call, String name) throws IOException {
    return switch (name) {
      case "update_all", "rollback_all_apps" -> updateAll();
      case "update" ->
          tarball(
              call,
              "update",
              (request, body) ->
                  framework.update(
                      new UpdateRequest(
                          request,
                          body.text("reuse_user_overrides"),
                          body.text("reuse_attributes")),
                      ProcessOwner.current()));
      default -> Reply.methodNotAllowed();
    };
  }

  private Reply tarball(Call call, String operation, Uploads.Use use) throws IOException {
    try (TemporaryDirectory directory = TemporaryDirectory.create("portieris-rest-")) {
      UploadBody body = UploadBody.read(call.upload(), directory.path());
      cluster.version();
      return begun(uploads.tarball(body, operation, use));
    } catch (ClusterUnreachableException e) {
      return Reply.refused("Application-" + operation + " rejected: " + e.getMessage());
    }
  }

  private Reply patch(Call call, String name) throws IOException {
    return switch (call.parameter("directive")) {
      case "apply" -> apply(name, call.body().path("values"));
      case "remove" -> begun(framework.remove(name, call.flag("force"), ProcessOwner.current()));
      case "abort" ->
          switch (framework.abort(name)) {
            case Refused(String text) -> Reply.refused(text);
            case Accepted(Application application) -> Reply.ok(ApplicationsJson.of(application));
          };
      default -> Reply.error(403, "Operation not permitted.");
    };
  }

  private Reply apply(String name, JsonNode values) {
    try {
      return begun(
          framework.apply(
              name,
              values.path("mode").asText(""),
              isTrue(values.path("client_side").asText("")),
              cluster.version(),
              ProcessOwner.current()));
    } catch (ClusterUnreachableException e) {
      return Reply.refused("Application-apply rejected: " + e.getMessage());
    }
  }

  /** Clients write JSON's booleans and those of Python. */
  private static boolean isTrue(String text) {
    return text.equalsIgnoreCase("true");
  }

  private Reply delete(String name, boolean isForced) throws IOException {
    return switch (framework.delete(name, isForced)) {
      case Refused(String text) -> Reply.refused(text);
      case Accepted accepted -> Reply.noContent();
    };
  }

  private Reply begun(Acceptance answer) {
    return switch (answer) {
      case Refused(String text) -> Reply.refused(text);
      case Accepted(Application application) -> {
        workers.start(application);
        yield Reply.ok(ApplicationsJson.of(application));
      }
    };
  }
}
