/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook;

import java.util.List;

/** The kinds that carry a pod, with the manifest that a user writes. */
enum WorkloadKind {
  POD("v1", "Pod", "/spec"),
  REPLICATION_CONTROLLER("v1", "ReplicationController", "/spec/template/spec"),
  DEPLOYMENT("apps/v1", "Deployment", "/spec/template/spec"),
  REPLICA_SET("apps/v1", "ReplicaSet", "/spec/template/spec"),
  DAEMON_SET("apps/v1", "DaemonSet", "/spec/template/spec"),
  STATEFUL_SET("apps/v1", "StatefulSet", "/spec/template/spec"),
  JOB("batch/v1", "Job", "/spec/template/spec"),
  CRON_JOB("batch/v1", "CronJob", "/spec/jobTemplate/spec/template/spec");

  private final String apiVersion;
  private final String kind;
  private final String podSpec;

  WorkloadKind(String apiVersion, String kind, String podSpec) {
    this.apiVersion = apiVersion;
    this.kind = kind;
    this.podSpec = podSpec;
  }

  /** JSON pointer of the pod's specification. */
  String podSpec() {
    return podSpec;
  }

  /** The manifest of workload {@code web}, one container for each image. */
  String manifest(String namespace, int replicas, List<String> images) {
    return """
        {"apiVersion": "%s", "kind": "%s", "metadata": {"name": "web", "namespace": "%s"}, "spec": %s}
        """
        .formatted(apiVersion, kind, namespace, spec(replicas, pod(images)));
  }

  private String spec(int replicas, String pod) {
    String template =
        "{\"metadata\": {\"labels\": {\"app\": \"web\"}}, \"spec\": %s}".formatted(pod);
    String matching = "\"selector\": {\"matchLabels\": {\"app\": \"web\"}}, ";
    String scaled = "\"replicas\": " + replicas + ", ";
    return switch (this) {
      case POD -> pod;
      case REPLICATION_CONTROLLER -> "{%s\"template\": %s}".formatted(scaled, template);
      case DEPLOYMENT, REPLICA_SET ->
          "{%s%s\"template\": %s}".formatted(scaled, matching, template);
      case STATEFUL_SET ->
          "{%s%s\"serviceName\": \"web\", \"template\": %s}".formatted(scaled, matching, template);
      case DAEMON_SET -> "{%s\"template\": %s}".formatted(matching, template);
      case JOB -> "{\"template\": %s}".formatted(template);
      case CRON_JOB ->
          "{\"schedule\": \"@daily\", \"jobTemplate\": {\"spec\": {\"template\": %s}}}"
              .formatted(template);
    };
  }

  private String pod(List<String> images) {
    StringBuilder containers = new StringBuilder();
    for (int i = 0; i < images.size(); i++) {
      containers
          .append(i == 0 ? "" : ", ")
          .append("{\"name\": \"c%d\", \"image\": \"%s\"}".formatted(i, images.get(i)));
    }
    String restart = this == JOB || this == CRON_JOB ? "\"restartPolicy\": \"Never\", " : "";
    return "{%s\"containers\": [%s]}".formatted(restart, containers);
  }
}
