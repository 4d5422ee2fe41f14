/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.wheel;

import io.starlingx.portieris.app.yaml.Yaml;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Typed values of a descriptor. What is not as it should be is told and replaced by nothing. */
final class DescriptorFields {

  private final DescriptorReader.Mistakes mistakes;

  DescriptorFields(DescriptorReader.Mistakes mistakes) {
    this.mistakes = mistakes;
  }

  void mistake(Yaml at, String message) {
    mistakes.at(at.line(), message);
  }

  /** Tells of keys that are unknown or stand there twice, and of what is no mapping. */
  void keys(Yaml item, String place, List<String> accepted) {
    if (!(item instanceof Yaml.Mapping mapping)) {
      mistake(item, place + "is no mapping (accepted keys: " + String.join(", ", accepted) + ")");
      return;
    }
    List<String> seen = new ArrayList<>();
    for (Yaml.Entry entry : mapping.entries()) {
      String key = entry.key().text();
      if (!accepted.contains(key)) {
        mistakes.at(
            entry.key().line(),
            place + "unknown key " + key + " (accepted: " + String.join(", ", accepted) + ")");
      } else if (seen.contains(key)) {
        mistakes.at(entry.key().line(), place + key + " stands there twice");
      }
      seen.add(key);
    }
  }

  String text(Yaml item, String key, String form) {
    return optionalText(item, key, form)
        .orElseGet(
            () -> {
              if (item.at(key).isEmpty()) {
                mistake(item, key + ": is missing");
              }
              return "";
            });
  }

  Optional<String> optionalText(Yaml item, String key, String form) {
    Optional<Yaml> value = item.at(key);
    Optional<String> text = value.flatMap(Yaml::asText).filter(t -> t.matches(form));
    if (value.isPresent() && text.isEmpty()) {
      mistake(value.get(), key + ": is not text of the form " + form);
    }
    return text;
  }

  /** At least one text. */
  List<String> texts(Yaml item, String key, String form) {
    List<String> texts = new ArrayList<>();
    for (Yaml element : list(item, key)) {
      element
          .asText()
          .filter(text -> text.matches(form))
          .ifPresentOrElse(
              texts::add, () -> mistake(element, key + "[]: is not text of the form " + form));
    }
    return texts;
  }

  /** At least one element. */
  List<Yaml> list(Yaml item, String key) {
    List<Yaml> items = item.items(key);
    if (items.isEmpty()) {
      mistakes.at(item.lineOf(key), key + ": is not a list of at least one element");
    }
    return items;
  }

  /** False when absent. */
  boolean flag(Yaml item, String key) {
    return switch (item.at(key).orElse(item)) {
      case Yaml.Scalar(int line, String text, Yaml.Kind kind)
          when kind == Yaml.Kind.BOOLEAN && text.matches("true|false") ->
          text.equals("true");
      case Yaml other -> {
        if (item.at(key).isPresent()) {
          mistake(other, key + ": is neither true nor false");
        }
        yield false;
      }
    };
  }

  /** Helm values: maps, lists, texts, whole numbers and booleans. */
  Map<String, Object> values(Yaml mapping) {
    Map<String, Object> values = new LinkedHashMap<>();
    if (!(mapping instanceof Yaml.Mapping)) {
      mistake(mapping, "is no mapping of values");
    }
    for (Yaml.Entry entry : mapping.entries()) {
      Object value = value(entry.value());
      if (value != null) {
        values.put(entry.key().text(), value);
      }
    }
    return Collections.unmodifiableMap(values);
  }

  private @Nullable Object value(Yaml yaml) {
    return switch (yaml) {
      case Yaml.Mapping mapping -> values(mapping);
      case Yaml.Sequence sequence -> {
        List<Object> items = new ArrayList<>();
        for (Yaml item : sequence.items()) {
          Object value = value(item);
          if (value != null) {
            items.add(value);
          }
        }
        yield Collections.unmodifiableList(items);
      }
      case Yaml.Scalar(int line, String text, Yaml.Kind kind) ->
          switch (kind) {
            case STRING -> text;
            case BOOLEAN -> text.matches("(?i)true|yes|on|y");
            case NUMBER -> number(yaml, text);
            default -> {
              mistake(yaml, "is neither text nor number nor boolean: " + text);
              yield null;
            }
          };
    };
  }

  private @Nullable Object number(Yaml at, String text) {
    if (text.matches("[-+]?(0|[1-9][0-9]{0,17})")) {
      return new BigInteger(text).longValueExact();
    }
    mistake(at, "is no whole decimal number, quote it: " + text);
    return null;
  }
}
