/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.rest;

import io.starlingx.portieris.framework.ApplicationFramework;
import io.starlingx.portieris.framework.cluster.Cluster;
import io.starlingx.portieris.framework.cluster.ClusterUnreachableException;
import io.starlingx.portieris.framework.override.ChartOverrides;
import io.starlingx.portieris.framework.override.ChartOverrides.Shown;
import io.starlingx.portieris.framework.override.OverrideAnswer;
import io.starlingx.portieris.framework.override.OverrideAnswer.Done;
import io.starlingx.portieris.framework.override.OverrideAnswer.Refused;
import io.starlingx.portieris.framework.rest.OverrideBody.Reapply;
import io.starlingx.portieris.framework.store.ChartOverride;
import io.starlingx.portieris.framework.store.ProcessOwner;
import io.starlingx.portieris.framework.view.ChartsJson;
import java.io.IOException;
import java.util.List;
import java.util.function.Function;

/** {@code /v1/helm_charts}: the overrides of an application's charts. */
final class HelmChartsResource {

  private final ApplicationFramework framework;
  private final ChartOverrides overrides;
  private final Cluster cluster;
  private final OperationWorkers workers;

  HelmChartsResource(ApplicationFramework framework, Cluster cluster, OperationWorkers workers) {
    this.framework = framework;
    this.cluster = cluster;
    this.workers = workers;
    this.overrides = framework.overrides();
  }

  /**
   * Answers a call.
   *
   * @param path what follows {@code /v1/helm_charts}
   */
  Reply answer(Call call, List<String> path) throws IOException {
    if (path.size() > 1) {
      return Reply.notFound();
    }
    String application = path.isEmpty() ? call.parameter("app_name") : path.getFirst();
    if (framework.find(application).isEmpty()) {
      return Reply.refused("Application " + application + " not found.");
    }
    if (path.isEmpty()) {
      return call.method().equals("GET") ? list(application) : Reply.methodNotAllowed();
    }
    return answer(call, application);
  }

  private Reply answer(Call call, String application) throws IOException {
    Target target = new Target(application, call.parameter("name"), call.parameter("namespace"));
    if (target.chart.isEmpty()) {
      return Reply.refused("Name must be specified.");
    }
    if (target.namespace.isEmpty()) {
      return Reply.refused("Namespace must be specified.");
    }
    return switch (call.method()) {
      case "GET" -> show(target);
      case "PATCH" -> change(target, OverrideBody.of(call.body()));
      case "DELETE" -> delete(target);
      default -> Reply.methodNotAllowed();
    };
  }

  private record Target(String application, String chart, String namespace) {}

  private Reply list(String application) throws IOException {
    return reply(overrides.list(application), charts -> Reply.ok(ChartsJson.list(charts)));
  }

  private Reply show(Target target) throws IOException {
    OverrideAnswer<Shown> answer =
        overrides.show(target.application, target.chart, target.namespace);
    return switch (answer) {
      case Refused<Shown>(String text) when !exists(target) ->
          Reply.refused(
              "Unable to get the helm chart attributes for chart %s under Namespace %s: %s"
                  .formatted(target.chart, target.namespace, text));
      default -> reply(answer, shown -> Reply.ok(ChartsJson.show(shown)));
    };
  }

  private Reply change(Target target, OverrideBody body) throws IOException {
    if (body.reapply() == Reapply.NONE) {
      return changeOnly(target, body);
    }
    try {
      String kubernetes = cluster.version();
      Reply reply = changeOnly(target, body);
      if (reply.status() == 200) {
        String name = body.reapply() == Reapply.ALL ? "" : target.application;
        framework.reapply(name, kubernetes, ProcessOwner.current()).forEach(workers::start);
      }
      return reply;
    } catch (ClusterUnreachableException e) {
      return Reply.refused(String.valueOf(e.getMessage()));
    }
  }

  private Reply changeOnly(Target target, OverrideBody body) throws IOException {
    OverrideAnswer<ChartOverride> answer =
        body.values().isPresent()
            ? overrides.update(
                target.application, target.chart, target.namespace, body.values().get())
            : overrides.modify(
                target.application, target.chart, target.namespace, body.attributes());
    return reply(
        answer,
        chart ->
            Reply.ok(
                ChartsJson.changed(
                    chart, !body.attributes().isEmpty(), body.values().isPresent())));
  }

  /** Also for a chart that is not there, of which nothing is set after this either. */
  private Reply delete(Target target) throws IOException {
    if (!exists(target)) {
      return reply(overrides.list(target.application), charts -> Reply.noContent());
    }
    return reply(
        overrides.delete(target.application, target.chart, target.namespace),
        chart -> Reply.noContent());
  }

  private boolean exists(Target target) throws IOException {
    return !(overrides.list(target.application) instanceof Done<List<ChartOverride>>(var charts))
        || charts.stream()
            .anyMatch(
                c -> c.chart().equals(target.chart) && c.namespace().equals(target.namespace));
  }

  private static <T> Reply reply(OverrideAnswer<T> answer, Function<T, Reply> done) {
    return switch (answer) {
      case Refused<T>(String text) -> Reply.refused(text);
      case Done<T>(T value) -> done.apply(value);
    };
  }
}
