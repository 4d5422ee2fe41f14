/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.starlingx.portieris.framework.override.GivenValues;
import io.starlingx.portieris.framework.override.OverrideRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is to change of a chart: values or attributes. Clients from May 2026 on say in {@code flags}
 * what becomes of the values set before, older ones in {@code flag}.
 *
 * @param values empty when only attributes are to change
 * @param reapply what is to be applied again if its overrides have changed
 */
record OverrideBody(
    Optional<OverrideRequest> values, Map<String, String> attributes, Reapply reapply) {

  /** Which applications. */
  enum Reapply {
    NONE,
    THIS,
    ALL
  }

  private static final Set<String> MEMBERS = Set.of("flag", "flags", "values", "attributes");

  OverrideBody {
    attributes = Map.copyOf(attributes);
  }

  static OverrideBody of(ObjectNode body) throws RefusedCallException {
    for (Map.Entry<String, JsonNode> member : body.properties()) {
      if (!MEMBERS.contains(member.getKey())) {
        throw refused("Unknown argument: \"" + member.getKey() + "\"");
      }
    }
    JsonNode values = object(body, "values");
    List<GivenValues> files = new ArrayList<>();
    for (String text : texts(values, "files")) {
      files.add(new GivenValues.AsText("values.files[" + files.size() + "]", text));
    }
    List<String> arguments = texts(values, "set");
    Optional<Boolean> reuse = isReuse(body);
    boolean isValues = reuse.isPresent() || !files.isEmpty() || !arguments.isEmpty();
    Map<String, String> attributes = attributes(object(body, "attributes"));
    if (isValues && !attributes.isEmpty()) {
      throw refused("Values and attributes cannot be changed by one request.");
    }
    return new OverrideBody(
        isValues
            ? Optional.of(new OverrideRequest(files, arguments, reuse.orElse(false), false))
            : Optional.empty(),
        attributes,
        reapply(object(body, "flags")));
  }

  /** Whether the values set before stay beneath the new ones; empty where nothing is said. */
  private static Optional<Boolean> isReuse(ObjectNode body) throws RefusedCallException {
    String word = body.path("flag").asText("");
    JsonNode flags = object(body, "flags");
    if (body.path("flag").isNull() || word.isEmpty()) {
      return flags.isEmpty() ? Optional.empty() : Optional.of(isReuse(flags));
    }
    if (!flags.isEmpty()) {
      throw refused("'flag' and 'flags' cannot both be given.");
    }
    return switch (word) {
      case "reuse" -> Optional.of(true);
      case "reset" -> Optional.of(false);
      default -> throw refused("Invalid flag: " + word + " must be either 'reuse' or 'reset'.");
    };
  }

  private static boolean isReuse(JsonNode flags) throws RefusedCallException {
    boolean isReuse = flags.path("reuse_values").asBoolean(false);
    if (isReuse && flags.path("reset_values").asBoolean(true)) {
      throw refused("Invalid flags: 'reuse_values' and 'reset_values' cannot both be True.");
    }
    return isReuse;
  }

  private static Reapply reapply(JsonNode flags) throws RefusedCallException {
    boolean isThis = flags.path("reapply").asBoolean(false);
    boolean isAll = flags.path("reapply_all").asBoolean(false);
    if (isThis && isAll) {
      throw refused("Invalid flags: 'reapply' and 'reapply_all' cannot both be True.");
    }
    return isThis ? Reapply.THIS : isAll ? Reapply.ALL : Reapply.NONE;
  }

  private static Map<String, String> attributes(JsonNode attributes) throws RefusedCallException {
    Map<String, String> texts = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> attribute : attributes.properties()) {
      if (!attribute.getValue().isValueNode()) {
        throw refused("Invalid chart attribute: " + attribute.getKey() + " is not text");
      }
      texts.put(attribute.getKey(), attribute.getValue().asText());
    }
    return texts;
  }

  private static JsonNode object(JsonNode body, String name) throws RefusedCallException {
    JsonNode member = body.path(name);
    if (!member.isObject() && !member.isNull() && !member.isMissingNode()) {
      throw refused(name + " is not a JSON object");
    }
    return member;
  }

  private static List<String> texts(JsonNode values, String name) throws RefusedCallException {
    List<String> texts = new ArrayList<>();
    JsonNode list = values.path(name);
    for (JsonNode item : list) {
      texts.add(item.asText());
    }
    if ((!list.isArray() && !list.isNull() && !list.isMissingNode())
        || !list.valueStream().allMatch(JsonNode::isTextual)) {
      throw refused("values." + name + " is not a list of texts");
    }
    return texts;
  }

  private static RefusedCallException refused(String text) {
    return new RefusedCallException(400, text);
  }
}
