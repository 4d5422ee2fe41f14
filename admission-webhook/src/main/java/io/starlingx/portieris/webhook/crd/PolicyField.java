/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.crd;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A record's component as a field of one of the kinds. */
record PolicyField(RecordComponent component, Field annotation) {

  /** The fields of {@code type} that {@code kind} has, in order. */
  static List<PolicyField> of(Class<?> type, PolicyKind kind) {
    return Arrays.stream(type.getRecordComponents())
        .map(PolicyField::of)
        .filter(field -> kind.isCluster() || !field.annotation.clusterOnly() || field.isFlag())
        .toList();
  }

  private static PolicyField of(RecordComponent component) {
    return new PolicyField(
        component,
        Optional.ofNullable(component.getAnnotation(Field.class))
            .orElseThrow(() -> new IllegalStateException(component + " has no @Field")));
  }

  String name() {
    return annotation.name().isEmpty() ? component.getName() : annotation.name();
  }

  String description(PolicyKind kind) {
    return isForbidden(kind)
        ? "Only a ClusterImagePolicy may hold " + name() + " rules."
        : annotation.value();
  }

  /** A flag of the other kind is there, so that whoever sets it is told. */
  boolean isForbidden(PolicyKind kind) {
    return annotation.clusterOnly() && !kind.isCluster();
  }

  private boolean isFlag() {
    return component.getType() == boolean.class;
  }
}
