/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.crd;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.starlingx.portieris.webhook.crd.TrustFields.SignerCount;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;

/**
 * Makes structural schemas of annotated records.
 *
 * @param open whether objects keep fields that the schema does not know: pruned ones would silently
 *     drop the check that they were meant to be
 * @see <a
 *     href="https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#specifying-a-structural-schema">Structural
 *     schemas</a>
 */
record SchemaWriter(PolicyKind kind, boolean open) {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** The schema of an object with the fields of {@code type}. */
  ObjectNode object(Class<?> type, String description) {
    ObjectNode schema = JSON.objectNode();
    if (!description.isEmpty()) {
      schema.put("description", description);
    }
    schema.put("type", "object");
    if (open) {
      schema.put("x-kubernetes-preserve-unknown-fields", true);
    }
    List<PolicyField> fields = PolicyField.of(type, kind);
    List<String> required =
        fields.stream().filter(f -> f.annotation().required()).map(PolicyField::name).toList();
    if (!required.isEmpty()) {
      required.forEach(schema.putArray("required")::add);
    }
    rules(schema, type.getAnnotationsByType(Rule.class));
    ObjectNode properties = schema.putObject("properties");
    fields.forEach(field -> properties.set(field.name(), property(field)));
    return schema;
  }

  private ObjectNode property(PolicyField field) {
    ObjectNode schema = schema(field, field.component().getGenericType(), true);
    if (field.isForbidden(kind)) {
      schema
          .putArray("x-kubernetes-validations")
          .addObject()
          .put("rule", "!self")
          .put("message", "only a ClusterImagePolicy may hold " + field.name() + " rules");
    }
    return schema;
  }

  private ObjectNode schema(PolicyField field, Type type, boolean described) {
    String description = described ? field.description(kind) : "";
    if (type instanceof ParameterizedType list) {
      ObjectNode schema = described(description).put("type", "array");
      Field limits = field.annotation();
      nullable(schema, limits);
      limit(schema, "minItems", limits.minItems());
      limit(schema, "maxItems", limits.maxItems());
      schema.set("items", schema(field, list.getActualTypeArguments()[0], false));
      return schema;
    }
    if (type == String.class) {
      return text(described(description).put("type", "string"), field.annotation());
    }
    if (type == boolean.class) {
      return described(description).put("type", "boolean");
    }
    if (type == int.class || type == long.class) {
      return described(description)
          .put("type", "integer")
          .put("format", type == int.class ? "int32" : "int64");
    }
    if (type == SignerCount.class) {
      return described(description)
          .put("x-kubernetes-int-or-string", true)
          .put("minimum", 1)
          .put("maximum", 9999)
          .put("pattern", "^(all|any|[1-9][0-9]{0,3})$");
    }
    ObjectNode schema = object((Class<?>) type, description);
    if (described) {
      nullable(schema, field.annotation());
    }
    return schema;
  }

  private static ObjectNode described(String description) {
    ObjectNode schema = JSON.objectNode();
    return description.isEmpty() ? schema : schema.put("description", description);
  }

  private void nullable(ObjectNode schema, Field field) {
    if (field.nullable() && (!kind.isCluster() || field.nullableInCluster())) {
      schema.put("nullable", true);
    }
  }

  private static ObjectNode text(ObjectNode schema, Field field) {
    if (!field.format().isEmpty()) {
      schema.put("format", field.format());
    }
    limit(schema, "minLength", field.minLength());
    limit(schema, "maxLength", field.maxLength());
    if (!field.pattern().isEmpty()) {
      schema.put("pattern", field.pattern());
    }
    if (field.oneOf().length > 0) {
      ArrayNode values = schema.putArray("enum");
      for (String value : field.oneOf()) {
        values.add(value);
      }
    }
    return schema;
  }

  private static void limit(ObjectNode schema, String name, int limit) {
    if (limit > 0) {
      schema.put(name, limit);
    }
  }

  private static void rules(ObjectNode schema, Rule[] rules) {
    if (rules.length > 0) {
      ArrayNode list = schema.putArray("x-kubernetes-validations");
      for (Rule rule : rules) {
        list.addObject().put("rule", rule.value()).put("message", rule.message());
      }
    }
  }
}
