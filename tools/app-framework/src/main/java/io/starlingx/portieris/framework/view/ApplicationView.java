/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.view;

import io.starlingx.portieris.framework.store.Application;
import io.starlingx.portieris.framework.store.Timestamp;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Applications, as {@code application-list} and {@code application-show} print them. */
public final class ApplicationView {

  private static final int VALUE_WIDTH = 72;

  private ApplicationView() {}

  /**
   * One line for each application.
   *
   * @param width columns of the terminal; empty for unwrapped output
   */
  public static String list(List<Application> applications, OptionalInt width) {
    PrettyTable table =
        new PrettyTable(
            List.of(
                "application", "version", "manifest name", "manifest file", "status", "progress"),
            applications.stream().map(ApplicationView::row).toList());
    return (width.isPresent() ? FittedTable.fit(table, width.getAsInt()) : table).render();
  }

  private static List<String> row(Application application) {
    return List.of(
        application.name(),
        application.version(),
        application.manifestName(),
        Application.MANIFEST_FILE,
        application.status().text(),
        application.progress().orElse("None"));
  }

  /** All that is known of one application. */
  public static String show(Application application) {
    return table(fields(application));
  }

  /**
   * What is known of one application.
   *
   * @param columns those to show, of which absent values are left out; empty for all
   */
  public static String show(
      Application application, Collection<String> columns, ShowFormat format) {
    SortedMap<String, Optional<Object>> fields = fields(application);
    if (!columns.isEmpty()) {
      fields
          .entrySet()
          .removeIf(field -> !columns.contains(field.getKey()) || field.getValue().isEmpty());
    }
    return switch (format) {
      case TABLE -> table(fields);
      case YAML -> YamlText.block(yaml(fields)) + "\n";
      case JSON -> OutputFormat.JSON.text("", ApplicationsJson.of(fields));
      case VALUE ->
          fields.values().stream()
              .map(PropertyTable::text)
              .collect(Collectors.joining(" ", "", "\n"));
    };
  }

  private static String table(Map<String, Optional<Object>> fields) {
    List<List<String>> rows = new ArrayList<>();
    fields.forEach(
        (name, value) ->
            rows.add(List.of(name, TextWrap.fill(PropertyTable.text(value), VALUE_WIDTH))));
    return PropertyTable.of(rows);
  }

  private static Map<String, @Nullable Object> yaml(Map<String, Optional<Object>> fields) {
    Map<String, @Nullable Object> plain = new TreeMap<>();
    fields.forEach((name, value) -> plain.put(name, value.orElse(null)));
    return plain;
  }

  /** All that is shown of one application, by the name under which it is shown. */
  public static SortedMap<String, Optional<Object>> fields(Application application) {
    SortedMap<String, Optional<Object>> fields = new TreeMap<>();
    fields.put("active", Optional.of(application.active()));
    fields.put("app_version", Optional.of(application.version()));
    fields.put("created_at", Optional.of(Timestamp.of(application.createdAt())));
    fields.put("manifest_file", Optional.of(Application.MANIFEST_FILE));
    fields.put("manifest_name", Optional.of(application.manifestName()));
    fields.put("name", Optional.of(application.name()));
    fields.put("progress", application.progress().map(text -> text));
    fields.put("status", Optional.of(application.status().text()));
    fields.put("updated_at", application.updatedAt().map(Timestamp::of));
    return fields;
  }
}
