/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.diagnosis;

import java.util.List;

/**
 * What is wrong with one object.
 *
 * @param object kind, namespace and name, such as {@code Pod kube-system/coredns-1}
 * @param conditions the conditions that fail, and the state of containers that do not run
 * @param events warnings about it, the newest first
 * @param logs the last lines of its containers that do not run
 */
public record Symptom(
    String object, List<String> conditions, List<String> events, List<ContainerLog> logs) {

  public Symptom {
    conditions = List.copyOf(conditions);
    events = List.copyOf(events);
    logs = List.copyOf(logs);
  }

  /** The last lines that a container wrote. */
  public record ContainerLog(String container, List<String> lines) {

    public ContainerLog {
      lines = List.copyOf(lines);
    }
  }
}
