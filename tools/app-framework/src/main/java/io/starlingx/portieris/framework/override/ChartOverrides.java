/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.override;

import io.starlingx.portieris.framework.helm.HelmFailure;
import io.starlingx.portieris.framework.helm.SetArguments;
import io.starlingx.portieris.framework.helm.ValuesMerge;
import io.starlingx.portieris.framework.override.OverrideAnswer.Done;
import io.starlingx.portieris.framework.override.OverrideAnswer.Refused;
import io.starlingx.portieris.framework.store.Application;
import io.starlingx.portieris.framework.store.ApplicationStatus;
import io.starlingx.portieris.framework.store.ApplicationStore;
import io.starlingx.portieris.framework.store.ChartOverride;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The values set over those of an application's charts. They are stored here and take effect at the
 * next apply. All methods throw {@link IOException} when temporary files cannot be written.
 */
public final class ChartOverrides {

  private static final String ENABLED = "enabled";

  private final ApplicationStore store;
  private final ValuesMerge merge = new ValuesMerge();

  public ChartOverrides(ApplicationStore store) {
    this.store = store;
  }

  /**
   * One chart's overrides.
   *
   * @param combined system and user values merged; empty when there are none
   */
  public record Shown(ChartOverride chart, Optional<String> combined) {}

  private interface Question<T> {
    T answer() throws RefusedOverrideException, IOException;
  }

  /** The charts of an application. */
  public OverrideAnswer<List<ChartOverride>> list(String application) throws IOException {
    return answer(() -> store.overrides().of(listable(application).id()));
  }

  /** One of them. */
  public OverrideAnswer<ChartOverride> find(String application, String chart, String namespace)
      throws IOException {
    return answer(() -> chart(listable(application), chart, namespace));
  }

  /** Everything that is set for one chart. */
  public OverrideAnswer<Shown> show(String application, String chart, String namespace)
      throws IOException {
    return answer(
        () -> {
          ChartOverride found = chart(listable(application), chart, namespace);
          List<String> values = documents(found.system(), found.user());
          return new Shown(
              found,
              values.isEmpty()
                  ? Optional.empty()
                  : Optional.of(merge(found, values, SetArguments.NONE)));
        });
  }

  /** Changes the user's values; without any value and without reuse they are erased. */
  public OverrideAnswer<ChartOverride> update(
      String application, String chart, String namespace, OverrideRequest request)
      throws IOException {
    return answer(() -> update(listable(application), chart, namespace, request));
  }

  /** Erases the user's values. */
  public OverrideAnswer<ChartOverride> delete(String application, String chart, String namespace)
      throws IOException {
    return answer(
        () ->
            update(
                listable(application),
                chart,
                namespace,
                new OverrideRequest(List.of(), List.of(), false, true)));
  }

  /**
   * Changes the chart's attributes; the user's values stay.
   *
   * @param attributes texts by name; the only attribute is {@code enabled}, which is true for
   *     {@code true} and {@code True} and false for every other text
   */
  public OverrideAnswer<ChartOverride> modify(
      String application, String chart, String namespace, Map<String, String> attributes)
      throws IOException {
    return answer(
        () -> {
          Application found = listable(application);
          ChartOverride before = chart(found, chart, namespace);
          for (String name : attributes.keySet()) {
            if (!name.equals(ENABLED)) {
              throw new RefusedOverrideException(
                  "Invalid chart attribute: " + name + " must be one of [" + ENABLED + "]");
            }
          }
          if (attributes.containsKey(ENABLED)) {
            String text = attributes.get(ENABLED);
            store
                .overrides()
                .setEnabled(found.id(), before, "true".equals(text) || "True".equals(text));
          }
          return chart(found, chart, namespace);
        });
  }

  private ChartOverride update(
      Application application, String chart, String namespace, OverrideRequest request)
      throws RefusedOverrideException, IOException {
    ChartOverride before = chart(application, chart, namespace);
    if (request.reuse() && request.reset()) {
      throw new RefusedOverrideException(
          "--reuse-values and --reset-values cannot both be specified.");
    }
    List<String> files = new ArrayList<>();
    for (GivenValues given : request.files()) {
      files.add(ValuesYaml.read(given));
    }
    if (request.arguments().stream().anyMatch(argument -> argument.contains(","))) {
      throw new RefusedOverrideException(
          "Invalid input: One (or more) set overrides contains multiple values. Consider using"
              + " --values option instead.");
    }
    SetArguments arguments = SetArguments.of(request.arguments());
    Optional<String> values = values(before, files, arguments, request);
    while (!store.overrides().setUser(application.id(), before, values)) {
      before = chart(application, chart, namespace);
      values = values(before, files, arguments, request);
    }
    return chart(application, chart, namespace);
  }

  private Optional<String> values(
      ChartOverride before, List<String> files, SetArguments arguments, OverrideRequest request)
      throws RefusedOverrideException, IOException {
    List<String> documents = new ArrayList<>();
    if (request.reuse()) {
      before.user().ifPresent(documents::add);
    }
    documents.addAll(files);
    return documents.isEmpty() && request.arguments().isEmpty()
        ? Optional.empty()
        : Optional.of(merge(before, documents, arguments));
  }

  private String merge(ChartOverride chart, List<String> documents, SetArguments arguments)
      throws RefusedOverrideException, IOException {
    try {
      return merge.merge(documents, arguments);
    } catch (HelmFailure e) {
      throw new RefusedOverrideException(
          "Unable to update the helm chart attributes for chart %s under Namespace %s. Please check sysinv.log for details.\n%s"
              .formatted(chart.chart(), chart.namespace(), e.getMessage()));
    }
  }

  private Application listable(String name) throws RefusedOverrideException {
    Application application =
        store
            .find(name)
            .orElseThrow(() -> new RefusedOverrideException("Application not found: " + name));
    String prefix =
        "It's not possible list or update the overrides right now. The app is currently in "
            + application.status().text()
            + " state. ";
    if (application.status() == ApplicationStatus.UPLOADING) {
      throw new RefusedOverrideException(prefix + "Wait until the upload process finishes.");
    }
    if (application.status() == ApplicationStatus.UPLOAD_FAILED) {
      throw new RefusedOverrideException(
          prefix
              + "Try deleting the app and uploading again before running the override commands.");
    }
    return application;
  }

  private ChartOverride chart(Application application, String chart, String namespace)
      throws RefusedOverrideException {
    return store.overrides().of(application.id()).stream()
        .filter(c -> c.chart().equals(chart) && c.namespace().equals(namespace))
        .findFirst()
        .orElseThrow(
            () ->
                new RefusedOverrideException(
                    "Chart overrides %s:%s for application %s not found"
                        .formatted(chart, namespace, application.name())));
  }

  private static List<String> documents(Optional<String> lower, Optional<String> upper) {
    return Stream.of(lower, upper).flatMap(Optional::stream).toList();
  }

  private static <T> OverrideAnswer<T> answer(Question<T> question) throws IOException {
    try {
      return new Done<>(question.answer());
    } catch (RefusedOverrideException e) {
      return new Refused<>(e.text());
    }
  }
}
