/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.helm;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.InstallCommand;
import com.marcnuri.helm.UpgradeCommand;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A call of Helm that changes the cluster, and that may wait for it.
 *
 * @param seconds how long it may take
 * @param isWaiting whether it waits until resources are ready
 * @param isWithCrds whether an install creates the chart's custom resource definitions
 * @param chart directory of the chart; that of the call for an uninstall
 * @param values files of values; later ones win
 */
record HelmCall(
    Action action,
    Path kubeconfig,
    String release,
    String namespace,
    int seconds,
    boolean isWaiting,
    boolean isWithCrds,
    Path chart,
    List<Path> values) {

  private static final int FIRST_VALUES = 8;

  HelmCall {
    values = List.copyOf(values);
  }

  enum Action {
    INSTALL,
    UPGRADE,
    UNINSTALL
  }

  /** The call as words, of which {@link #of} makes it again. */
  List<String> words() {
    List<String> words =
        new ArrayList<>(
            List.of(
                action.name(),
                kubeconfig.toString(),
                release,
                namespace,
                Integer.toString(seconds),
                Boolean.toString(isWaiting),
                Boolean.toString(isWithCrds),
                chart.toString()));
    values.forEach(file -> words.add(file.toString()));
    return words;
  }

  static HelmCall of(List<String> words) {
    return new HelmCall(
        Action.valueOf(words.get(0)),
        Path.of(words.get(1)),
        words.get(2),
        words.get(3),
        Integer.parseInt(words.get(4)),
        Boolean.parseBoolean(words.get(5)),
        Boolean.parseBoolean(words.get(6)),
        Path.of(words.get(7)),
        words.subList(FIRST_VALUES, words.size()).stream().map(Path::of).toList());
  }

  /**
   * Makes the call, within this process.
   *
   * @return what Helm reports
   * @throws IllegalStateException with what Helm says when it did not succeed
   */
  String make() {
    return switch (action) {
      case INSTALL -> install();
      case UPGRADE -> upgrade();
      case UNINSTALL ->
          Helm.uninstall(release)
              .withNamespace(namespace)
              .withKubeConfig(kubeconfig)
              .ignoreNotFound()
              .call();
    };
  }

  private String install() {
    InstallCommand install =
        new Helm(chart)
            .install()
            .withName(release)
            .withNamespace(namespace)
            .createNamespace()
            .withKubeConfig(kubeconfig)
            .withTimeout(seconds);
    values.forEach(install::withValuesFile);
    if (isWaiting) {
      install.waitReady();
    }
    if (!isWithCrds) {
      install.skipCrds();
    }
    return install.call().getOutput();
  }

  private String upgrade() {
    UpgradeCommand upgrade =
        new Helm(chart)
            .upgrade()
            .withName(release)
            .withNamespace(namespace)
            .resetValues()
            .withKubeConfig(kubeconfig)
            .withTimeout(seconds);
    values.forEach(upgrade::withValuesFile);
    if (isWaiting) {
      upgrade.waitReady();
    }
    return upgrade.call().getOutput();
  }
}
