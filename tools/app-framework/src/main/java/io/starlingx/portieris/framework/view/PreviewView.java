/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.view;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.starlingx.portieris.framework.preview.ObjectChange;
import io.starlingx.portieris.framework.preview.ObjectChange.Action;
import io.starlingx.portieris.framework.preview.ReleaseChange;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;

/** What an apply would change, for people: each object that would change with its differences. */
public final class PreviewView {

  private final BinaryOperator<String> colours;

  /**
   * @param colours gives a text, the second, a colour by its name, the first
   */
  public PreviewView(BinaryOperator<String> colours) {
    this.colours = colours;
  }

  /** The same for programs: a list of releases, each with its objects. */
  public static ArrayNode json(List<ReleaseChange> releases) {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    for (ReleaseChange release : releases) {
      ObjectNode json = list.addObject();
      json.put("release", release.name());
      json.put("namespace", release.namespace());
      json.put("chart", release.chart().strip());
      json.put("action", release.isNew() ? "install" : "upgrade");
      ArrayNode hooks = json.putArray("hooks");
      release.hooks().forEach(hooks::add);
      ArrayNode objects = json.putArray("objects");
      for (ObjectChange object : release.objects()) {
        ObjectNode one = objects.addObject();
        one.put("action", object.action().text());
        one.put("kind", object.kind());
        one.put("namespace", object.namespace());
        one.put("name", object.name());
        one.put("note", object.note());
        one.put("diff", String.join("\n", object.diff()));
      }
    }
    return list;
  }

  /** The text, with a summary at its end. */
  public String text(List<ReleaseChange> releases) {
    List<String> lines = new ArrayList<>();
    for (ReleaseChange release : releases) {
      lines.add(
          colours.apply(
              "bold",
              "Release %s in %s: %s of chart %s"
                  .formatted(
                      release.name(),
                      release.namespace(),
                      release.isNew() ? "install" : "upgrade",
                      release.chart().strip())));
      release.hooks().forEach(hook -> lines.add("hook     " + hook));
      release.objects().forEach(object -> add(object, lines));
      lines.add("");
    }
    lines.add(summary(releases));
    return String.join("\n", lines) + "\n";
  }

  private void add(ObjectChange object, List<String> lines) {
    String place = object.namespace().isEmpty() ? "" : object.namespace() + "/";
    String name = object.kind() + " " + place + object.name();
    if (object.action() == Action.NONE && object.note().isEmpty()) {
      return;
    }
    lines.add(
        colours.apply(colour(object.action()), "%-8s %s".formatted(word(object.action()), name)));
    if (!object.note().isEmpty()) {
      lines.add("         " + object.note());
    }
    object.diff().forEach(line -> lines.add("  " + coloured(line)));
  }

  private static String word(Action action) {
    return action == Action.NONE ? "keep" : action.text();
  }

  private static String colour(Action action) {
    return switch (action) {
      case CREATE -> "green";
      case CHANGE -> "yellow";
      case DELETE, REFUSED -> "red";
      case NONE -> "faint";
    };
  }

  private String coloured(String line) {
    return switch (line.isEmpty() ? ' ' : line.charAt(0)) {
      case '+' -> colours.apply("green", line);
      case '-' -> colours.apply("red", line);
      case '@' -> colours.apply("cyan", line);
      default -> line;
    };
  }

  private static String summary(List<ReleaseChange> releases) {
    return List.of(Action.values()).stream()
        .filter(action -> action != Action.REFUSED || count(releases, action) > 0)
        .map(action -> count(releases, action) + " " + total(action))
        .collect(Collectors.joining(", ", "Dry run: ", ". Nothing was changed."));
  }

  private static long count(List<ReleaseChange> releases, Action action) {
    return releases.stream().mapToLong(release -> release.count(action)).sum();
  }

  private static String total(Action action) {
    return switch (action) {
      case CREATE -> "to create";
      case CHANGE -> "to change";
      case DELETE -> "to delete";
      case NONE -> "unchanged";
      case REFUSED -> "refused";
    };
  }
}
