/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.system;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Starts the program with the Java, options and class path of this process, in a session of its own
 * where {@code setsid} is there, so that closing the terminal does not end it.
 */
public final class JavaWorkerLauncher implements WorkerLauncher {

  private final String mainClass;
  private final Map<String, String> environment;

  public JavaWorkerLauncher(String mainClass, Map<String, String> environment) {
    this.mainClass = mainClass;
    this.environment = environment;
  }

  @Override
  public ProcessHandle start(List<String> arguments, Path output) throws IOException {
    List<String> command = new ArrayList<>();
    setsid().ifPresent(program -> command.add(program.toString()));
    command.add(
        ProcessHandle.current()
            .info()
            .command()
            .orElse(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(mainClass);
    command.addAll(arguments);
    Path directory = output.getParent();
    if (directory != null) {
      Files.createDirectories(directory);
    }
    return new ProcessBuilder(command)
        .redirectInput(Redirect.from(new File("/dev/null")))
        .redirectOutput(Redirect.appendTo(output.toFile()))
        .redirectErrorStream(true)
        .start()
        .toHandle();
  }

  private Optional<Path> setsid() {
    return Stream.of(environment.getOrDefault("PATH", "").split(File.pathSeparator))
        .filter(directory -> !directory.isEmpty())
        .map(directory -> Path.of(directory, "setsid"))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
