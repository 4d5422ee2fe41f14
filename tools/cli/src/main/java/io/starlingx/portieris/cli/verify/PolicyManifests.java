/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.verify;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.starlingx.portieris.trust.policy.ImagePolicy;
import io.starlingx.portieris.trust.policy.PolicyReader;
import io.starlingx.portieris.trust.policy.PolicySet;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Reads the policies of files as the API server would list them for one namespace. */
final class PolicyManifests {

  private static final String API_VERSION = "portieris.cloud.ibm.com/v1";
  private static final List<String> KINDS = List.of("ImagePolicy", "ClusterImagePolicy");

  private PolicyManifests() {}

  /**
   * The policies that a workload of {@code namespace} is judged by. An ImagePolicy that names no
   * namespace counts as one of this namespace.
   *
   * @throws InputException when a file holds anything but policies, or none
   */
  static PolicySet read(List<Path> files, String namespace) {
    List<ImagePolicy> namespaced = new ArrayList<>();
    List<ImagePolicy> cluster = new ArrayList<>();
    for (Manifest manifest : files.stream().flatMap(f -> manifests(f).stream()).toList()) {
      ImagePolicy policy = policy(manifest, namespace);
      if (policy.namespace().isEmpty()) {
        cluster.add(policy);
      } else if (policy.namespace().get().equals(namespace)) {
        namespaced.add(policy);
      }
    }
    Comparator<ImagePolicy> byName = Comparator.comparing(ImagePolicy::name);
    namespaced.sort(byName);
    cluster.sort(byName);
    return new PolicySet(namespaced, cluster);
  }

  /**
   * The policies of a file as they stand there.
   *
   * @throws InputException when the file holds anything but policies, or none
   */
  static List<Manifest> manifests(Path file) {
    List<Manifest> manifests = ManifestReader.read(file);
    if (manifests.isEmpty()) {
      throw new InputException(file + ": holds no ImagePolicy and no ClusterImagePolicy");
    }
    manifests.forEach(PolicyManifests::check);
    return manifests;
  }

  private static void check(Manifest manifest) {
    if (!KINDS.contains(manifest.kind())) {
      throw manifest.mistake(
          "kind \"" + manifest.kind() + "\"; accepted: " + String.join(", ", KINDS));
    }
    if (!manifest.apiVersion().equals(API_VERSION)) {
      throw manifest.mistake(
          "apiVersion \"" + manifest.apiVersion() + "\"; accepted: " + API_VERSION);
    }
  }

  private static ImagePolicy policy(Manifest manifest, String namespace) {
    ObjectNode object = manifest.object().deepCopy();
    if (manifest.kind().equals("ImagePolicy") && manifest.namespace().isEmpty()) {
      object.withObject("/metadata").put("namespace", namespace);
    }
    return PolicyReader.read(object);
  }
}
