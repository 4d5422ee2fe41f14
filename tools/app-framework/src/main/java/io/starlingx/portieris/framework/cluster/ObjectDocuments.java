/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.cluster;

import com.fasterxml.jackson.core.type.TypeReference;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Objects of any kind as YAML documents, such as Helm renders, and as plain data. */
public final class ObjectDocuments {

  /** As Helm itself tells documents apart. */
  private static final Pattern SEPARATOR = Pattern.compile("(?:^|\\s*\\n)---[^\\S\\n]*(?=\\n|$)");

  private static final TypeReference<@Nullable Map<String, Object>> MEMBERS =
      new TypeReference<>() {};

  private final KubernetesSerialization serialization;

  public ObjectDocuments(KubernetesSerialization serialization) {
    this.serialization = serialization;
  }

  /** The objects, those of lists one by one; a document without kind is none. */
  public List<GenericKubernetesResource> objects(String documents) {
    List<GenericKubernetesResource> objects = new ArrayList<>();
    for (String document : SEPARATOR.splitAsStream(documents).toList()) {
      Map<String, Object> members = serialization.unmarshal(document, MEMBERS);
      if (members != null) {
        add(members, objects);
      }
    }
    return objects;
  }

  /** The objects of a release, each in a namespace where its kind belongs into one. */
  public List<GenericKubernetesResource> objects(
      String documents, String namespace, LiveObjects live) {
    List<GenericKubernetesResource> objects = objects(documents);
    for (GenericKubernetesResource object : objects) {
      boolean isNamespaced =
          live.kind(object.getApiVersion(), object.getKind())
              .map(LiveObjects.Kind::isNamespaced)
              .orElse(false);
      if (isNamespaced && object.getMetadata().getNamespace() == null) {
        object.getMetadata().setNamespace(namespace);
      }
    }
    return objects;
  }

  private void add(Map<String, Object> members, List<GenericKubernetesResource> objects) {
    if (members.get("items") instanceof List<?> items
        && String.valueOf(members.get("kind")).endsWith("List")) {
      items.forEach(item -> add(members(item), objects));
    } else if (members.containsKey("kind") && members.containsKey("apiVersion")) {
      objects.add(object(members));
    }
  }

  /** The object that has these members. */
  public GenericKubernetesResource object(Map<String, Object> members) {
    return serialization.convertValue(members, GenericKubernetesResource.class);
  }

  /** An object's members as plain data. */
  @SuppressWarnings("unchecked") // the serialization makes maps of text to anything
  public Map<String, Object> members(Object object) {
    return serialization.convertValue(object, Map.class);
  }
}
