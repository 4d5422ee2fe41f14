/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.crd;

import java.util.Locale;

/** The two kinds. */
public enum PolicyKind {
  /** Of a namespace. */
  IMAGE_POLICY(
      "ImagePolicy",
      "imagepolicies",
      "imgpol",
      "Namespaced",
      "Rules for the images of its namespace. Where a namespace has one, cluster policies decide"
          + " nothing there but by mandatory rules."),
  /** Of the cluster. */
  CLUSTER_IMAGE_POLICY(
      "ClusterImagePolicy",
      "clusterimagepolicies",
      "cimgpol",
      "Cluster",
      "Rules for the images of every namespace that has no ImagePolicy, and mandatory rules for"
          + " those of every namespace.");

  /** The API group of both. */
  public static final String GROUP = "portieris.cloud.ibm.com";

  /** Their only version. */
  public static final String VERSION = "v1";

  private final String kind;
  private final String plural;
  private final String shortName;
  private final String scope;
  private final String description;

  PolicyKind(String kind, String plural, String shortName, String scope, String description) {
    this.kind = kind;
    this.plural = plural;
    this.shortName = shortName;
    this.scope = scope;
    this.description = description;
  }

  /** Its name in objects. */
  public String kind() {
    return kind;
  }

  /** Its name in URLs. */
  public String plural() {
    return plural;
  }

  String singular() {
    return kind.toLowerCase(Locale.ROOT);
  }

  String shortName() {
    return shortName;
  }

  String scope() {
    return scope;
  }

  String description() {
    return description;
  }

  boolean isCluster() {
    return this == CLUSTER_IMAGE_POLICY;
  }
}
