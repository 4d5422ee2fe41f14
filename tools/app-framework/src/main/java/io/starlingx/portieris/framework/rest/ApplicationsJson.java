/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.starlingx.portieris.framework.store.Application;
import io.starlingx.portieris.framework.view.ApplicationView;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Applications as JSON. */
final class ApplicationsJson {

  private static final Set<String> ONLY_ALONE = Set.of("created_at", "updated_at");

  private ApplicationsJson() {}

  /** One application, with all members. */
  static ObjectNode of(Application application) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ApplicationView.fields(application).forEach((name, value) -> put(json, name, value));
    return json;
  }

  /** Several, each without its times. */
  static ObjectNode of(List<Application> applications) {
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
