/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.cluster;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The file that tells which cluster to use and how.
 *
 * @param path an existing file
 * @see <a
 *     href="https://kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig/">Kubernetes,
 *     Organizing Cluster Access Using kubeconfig Files</a>
 */
public record KubeConfigFile(Path path) {

  /**
   * The given file, else the one in {@code KUBECONFIG}, else {@code ~/.kube/config}.
   *
   * @throws ClusterUnreachableException when there is none, or more than one
   */
  public static KubeConfigFile locate(Optional<Path> given, Map<String, String> environment)
      throws ClusterUnreachableException {
    if (given.isPresent()) {
      if (!Files.isReadable(given.get())) {
        throw new ClusterUnreachableException("cannot read kubeconfig " + given.get());
      }
      return new KubeConfigFile(given.get().toAbsolutePath());
    }
    String variable = environment.getOrDefault("KUBECONFIG", "");
    List<Path> candidates =
        variable.isEmpty()
            ? List.of(Path.of(environment.getOrDefault("HOME", "."), ".kube", "config"))
            : Stream.of(variable.split(File.pathSeparator))
                .filter(f -> !f.isEmpty())
                .map(Path::of)
                .toList();
    List<Path> existing = candidates.stream().filter(Files::isReadable).toList();
    if (existing.isEmpty()) {
      throw new ClusterUnreachableException(
          "no kubeconfig at " + candidates + "; name one with --kubeconfig or KUBECONFIG");
    }
    if (existing.size() > 1) {
      throw new ClusterUnreachableException(
          "KUBECONFIG names several files " + existing + "; choose one with --kubeconfig");
    }
    return new KubeConfigFile(existing.getFirst().toAbsolutePath());
  }
}
