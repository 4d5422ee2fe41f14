/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.starlingx.portieris.framework.EngineChoice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The {@code system} command on one cluster, with a state of its own. */
record SystemClient(Path kubeconfig, Path state, EngineChoice engine) {

  SystemClient(Path kubeconfig, Path state) {
    this(kubeconfig, state, EngineChoice.AUTO);
  }

  /** The same with another engine. */
  SystemClient with(EngineChoice another) {
    return new SystemClient(kubeconfig, state, another);
  }

  SystemRun run(String... arguments) {
    return SystemRun.of(
        kubeconfig,
        state,
        Stream.concat(Stream.of("--engine=" + engine), Stream.of(arguments))
            .toArray(String[]::new));
  }

  /** The same for one that has to succeed. */
  SystemRun succeeding(String... arguments) {
    SystemRun run = run(arguments);
    assertThat(run.code()).as("%s", run).isZero();
    return run;
  }

  void upload(Path tarball) {
    succeeding("application-upload", tarball.toString());
  }

  /** Sets a user override, such as {@code a.b=c}, beside those that there are. */
  void override(String application, String chart, String namespace, String value) {
    succeeding(
        "helm-override-update", application, chart, namespace, "--reuse-values", "--set", value);
  }

  /** The names of all applications. */
  List<String> applications() {
    try {
      return new ObjectMapper()
          .readTree(succeeding("application-list", "--format=json").out())
          .findValuesAsText("name");
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  /** What {@code application-show} says of a column. */
  String show(String application, String column) {
    return run("application-show", application, "--column", column, "--format", "value")
        .out()
        .strip();
  }

  /** What {@code application-show --why} says. */
  String why(String application) {
    return succeeding("application-show", application, "--why").out();
  }

  /** Leaves nothing of the application on the cluster and in the state. */
  void discard(String application) {
    run("application-remove", application, "--force");
    run("application-delete", application, "--force");
  }

  /** How many tarballs the state holds. */
  long trees() throws IOException {
    try (Stream<Path> trees = Files.list(state.resolve("trees"))) {
      return trees.count();
    }
  }
}
