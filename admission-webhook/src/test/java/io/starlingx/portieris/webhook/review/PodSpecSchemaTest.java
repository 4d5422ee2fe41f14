/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.review;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.api.model.PodSpec;
import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Fails when a newer API lets a pod name an image at a place that is not checked. */
class PodSpecSchemaTest {

  private static final Pattern IMAGE = Pattern.compile("(?i)image|(^|\\.)(oci|artifact|reference)");

  private static final List<String> CHECKED =
      List.of(
          "containers.image",
          "ephemeralContainers.image",
          "initContainers.image",
          "volumes.image.reference");

  /** Names and modes, and the block device of a storage cluster: nothing that is run. */
  private static final List<String> NO_IMAGE =
      List.of(
          "containers.imagePullPolicy",
          "ephemeralContainers.imagePullPolicy",
          "imagePullSecrets.name",
          "initContainers.imagePullPolicy",
          "volumes.image.pullPolicy",
          "volumes.rbd.image");

  @Test
  void everyFieldOfAPodThatNamesAnImageIsKnown() {
    Set<String> found = new TreeSet<>();
    walk(PodSpec.class, "", found, List.of());

    assertThat(found).contains(CHECKED.toArray(String[]::new));
    found.removeAll(CHECKED);
    assertThat(found).containsExactlyElementsOf(NO_IMAGE);
  }

  private static void walk(Class<?> type, String path, Set<String> found, List<Class<?>> on) {
    if (on.contains(type)) {
      return;
    }
    List<Class<?>> deeper = new ArrayList<>(on);
    deeper.add(type);
    for (Field field : type.getDeclaredFields()) {
      String at = path.isEmpty() ? field.getName() : path + "." + field.getName();
      Class<?> value = element(field.getGenericType());
      if (KubernetesResource.class.isAssignableFrom(value)) {
        walk(value, at, found, deeper);
      } else if (value == String.class && IMAGE.matcher(at).find()) {
        found.add(at);
      }
    }
  }

  private static Class<?> element(Type type) {
    if (type instanceof ParameterizedType generic
        && generic.getRawType() instanceof Class<?> raw
        && Collection.class.isAssignableFrom(raw)) {
      return element(generic.getActualTypeArguments()[0]);
    }
    return type instanceof Class<?> plain ? plain : Object.class;
  }
}
