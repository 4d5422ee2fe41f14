/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.view;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.starlingx.portieris.framework.store.Application;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Applications as JSON. */
public final class ApplicationsJson {

  private static final Set<String> ONLY_ALONE = Set.of("created_at", "updated_at");

  private ApplicationsJson() {}

  /** One application, with all members. */
  public static ObjectNode of(Application application) {
    return of(ApplicationView.fields(application));
  }

  static ObjectNode of(Map<String, Optional<Object>> fields) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    fields.forEach((name, value) -> put(json, name, value));
    return json;
  }

  /** Several, each with all members. */
  public static ArrayNode plain(List<Application> applications) {
    ArrayNode apps = JsonNodeFactory.instance.arrayNode();
    applications.forEach(application -> apps.add(of(application)));
    return apps;
  }

  /** Several, each without its times. */
  public static ObjectNode of(List<Application> applications) {
    ArrayNode apps = JsonNodeFactory.instance.arrayNode();
    applications.forEach(application -> apps.add(of(application).without(ONLY_ALONE)));
    return JsonNodeFactory.instance.objectNode().set("apps", apps);
  }

  private static void put(ObjectNode json, String name, Optional<Object> value) {
    switch (value.orElse(Optional.empty())) {
      case Boolean flag -> json.put(name, flag);
      case String text -> json.put(name, text);
      default -> json.putNull(name);
    }
  }
}
