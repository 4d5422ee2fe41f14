/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook;

import static java.util.Objects.requireNonNull;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The command line.
 *
 * @param config the configuration file
 * @param kubeconfig empty in a cluster, where the pod's service account counts
 * @param listen address of both listeners
 * @param state where the lowest acceptable versions of trust data are kept; empty for ConfigMaps in
 *     the webhook's namespace
 * @param port overrides the file's; 0 for any free one
 * @param metricsPort overrides the file's; 0 for any free one
 */
record Arguments(
    Path config,
    Optional<Path> kubeconfig,
    InetAddress listen,
    Optional<Path> state,
    OptionalInt port,
    OptionalInt metricsPort) {

  static final String USAGE =
      """
      usage: portieris-webhook --config FILE [--kubeconfig FILE] [--listen ADDRESS] [--state DIR]
                               [--port N] [--metrics-port N]
        --config FILE       the configuration file
        --kubeconfig FILE   how to reach the API server (default: the pod's service account)
        --listen ADDRESS    address of both listeners (default: all)
        --state DIR         where versions of trust data are remembered (default: ConfigMaps)
        --port N            HTTPS port, instead of the file's
        --metrics-port N    port of /metrics, instead of the file's
      """;

  private static final List<String> OPTIONS =
      List.of("--config", "--kubeconfig", "--listen", "--state", "--port", "--metrics-port");

  Arguments {
    requireNonNull(config, "config");
    requireNonNull(kubeconfig, "kubeconfig");
    requireNonNull(listen, "listen");
    requireNonNull(state, "state");
    requireNonNull(port, "port");
    requireNonNull(metricsPort, "metricsPort");
  }

  /** A mistake of whoever called. */
  static final class UsageException extends Exception {
    UsageException(String message) {
      super(message);
    }
  }

  static Arguments parse(String... arguments) throws UsageException {
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < arguments.length; i += 2) {
      String option = arguments[i];
      if (!OPTIONS.contains(option)) {
        throw new UsageException("unknown option " + option);
      }
      if (i + 1 == arguments.length) {
        throw new UsageException(option + " needs a value");
      }
      if (values.put(option, arguments[i + 1]) != null) {
        throw new UsageException(option + " is given twice");
      }
    }
    String config = values.get("--config");
    if (config == null) {
      throw new UsageException("--config is missing");
    }
    return new Arguments(
        Path.of(config),
        Optional.ofNullable(values.get("--kubeconfig")).map(Path::of),
        address(values.getOrDefault("--listen", "0.0.0.0")),
        Optional.ofNullable(values.get("--state")).map(Path::of),
        port(values, "--port"),
        port(values, "--metrics-port"));
  }

  private static InetAddress address(String text) throws UsageException {
    try {
      return InetAddress.getByName(text);
    } catch (UnknownHostException e) {
      throw new UsageException("--listen: " + text + " is not an address");
    }
  }

  private static OptionalInt port(Map<String, String> values, String option) throws UsageException {
    String text = values.getOrDefault(option, "");
    if (text.isEmpty()) {
      return OptionalInt.empty();
    }
    if (!text.matches("\\d{1,5}") || Integer.parseInt(text) > 65_535) {
      throw new UsageException(option + ": " + text + " is not a port");
    }
    return OptionalInt.of(Integer.parseInt(text));
  }
}
