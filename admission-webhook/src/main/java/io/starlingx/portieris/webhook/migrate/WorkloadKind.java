/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.migrate;

import java.util.Arrays;

/** The kinds of objects whose images are checked. */
enum WorkloadKind {
  POD("v1", "Pod", "pods", "/spec"),
  REPLICATION_CONTROLLER("v1", "ReplicationController", "replicationcontrollers"),
  DEPLOYMENT("apps/v1", "Deployment", "deployments"),
  REPLICA_SET("apps/v1", "ReplicaSet", "replicasets"),
  DAEMON_SET("apps/v1", "DaemonSet", "daemonsets"),
  STATEFUL_SET("apps/v1", "StatefulSet", "statefulsets"),
  JOB("batch/v1", "Job", "jobs"),
  CRON_JOB("batch/v1", "CronJob", "cronjobs", "/spec/jobTemplate/spec/template/spec");

  private final String apiVersion;
  private final String kind;
  private final String resource;
  private final String podSpec;

  WorkloadKind(String apiVersion, String kind, String resource) {
    this(apiVersion, kind, resource, "/spec/template/spec");
  }

  WorkloadKind(String apiVersion, String kind, String resource, String podSpec) {
    this.apiVersion = apiVersion;
    this.kind = kind;
    this.resource = resource;
    this.podSpec = podSpec;
  }

  String apiVersion() {
    return apiVersion;
  }

  String kind() {
    return kind;
  }

  /** Plural. */
  String resource() {
    return resource;
  }

  /** JSON Pointer to the pod spec. */
  String podSpec() {
    return podSpec;
  }

  /** Path of all objects of the kind. */
  String path() {
    return (apiVersion.contains("/") ? "/apis/" : "/api/") + apiVersion + "/" + resource;
  }

  /** Whether upstream takes objects over for the sake of an owner of this kind. */
  static boolean isKnown(String kind) {
    return Arrays.stream(values()).anyMatch(known -> known.kind.equals(kind));
  }
}
