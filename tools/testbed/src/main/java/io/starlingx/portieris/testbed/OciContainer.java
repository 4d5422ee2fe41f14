/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.testbed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.starlingx.portieris.testbed.debian.DebianPackages;
import io.starlingx.portieris.testbed.debian.DebianProgram;
import io.starlingx.portieris.testbed.process.Command;
import io.starlingx.portieris.testbed.process.ServerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A container of an OCI archive, run by a real runc as pods of Kubernetes' restricted profile are:
 * read-only root, no capability, no new privileges, a user that no file knows. It shares this
 * machine's network and has a {@code /tmp} of its own, from which nothing can be executed.
 *
 * <p>It has no limits: control groups are used where this machine lets runc make them, and done
 * without elsewhere, such as in a container of a CI service. Namespaces and mounts it must have,
 * see {@link #obstacle}.
 *
 * @see <a href="https://github.com/opencontainers/runtime-spec/blob/v1.0.2/config.md">OCI runtime
 *     configuration</a>
 */
public final class OciContainer implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Waits for the end of the pipe, which comes at the latest when this JVM dies. */
  private static final String END = "read -r _; exec \"$@\"";

  private final Path directory;
  private final ServerProcess process;
  private final Process end;

  private OciContainer(Path directory, ServerProcess process, Process end) {
    this.directory = directory;
    this.process = process;
    this.end = end;
  }

  /** What is to run, and as whom. */
  public record Settings(
      long user,
      List<String> arguments,
      Map<String, String> environment,
      Map<String, Path> mounted) {

    /**
     * Settings of a container.
     *
     * @param user any number; its group is 0, as everywhere in Kubernetes
     * @param arguments put behind the image's entry point
     * @param environment its only variables
     * @param mounted folders of this machine by their paths in the container, read-only there
     */
    public Settings {
      arguments = List.copyOf(arguments);
      environment = Map.copyOf(environment);
      mounted = Map.copyOf(mounted);
    }
  }

  /** Why this process can have no container: it must be root, and may not be one everywhere. */
  public static Optional<String> obstacle() {
    if (!"root".equals(System.getProperty("user.name"))) {
      return Optional.of("runc needs root here");
    }
    try {
      Command.of(Path.of("/"), List.of("unshare", "--mount", "--pid", "--fork", "true")).run();
      return Optional.empty();
    } catch (TestbedException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /**
   * Unpacks an archive and starts its entry point.
   *
   * @param archive an OCI image layout in a tar, with the {@code manifest.json} of older engines
   * @param directory an empty folder
   * @throws TestbedException if runc cannot be had, or the archive cannot be unpacked
   */
  public static OciContainer start(Path archive, Path directory, Settings settings) {
    Path runc = DebianPackages.ofThisMachine().program(DebianProgram.RUNC);
    String name = "portieris-testbed-" + ProcessHandle.current().pid() + "-" + System.nanoTime();
    List<String> command =
        List.of(
            runc.toString(),
            "--root",
            directory.resolve("state").toString(),
            // Of runc's own rootless mode only that a control group may be refused.
            "--rootless=true");
    try {
      JSON.writeValue(
          directory.resolve("config.json").toFile(),
          specification(entryPoint(archive, directory), settings));
      Process end = guard(with(command, "delete", "--force", name));
      ServerProcess process =
          ServerProcess.start(
              "container",
              directory,
              with(
                  command,
                  "run",
                  "--bundle",
                  directory.toString(),
                  "--pid-file",
                  directory.resolve("pid").toString(),
                  name));
      return new OciContainer(directory, process, end);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Process guard(List<String> delete) throws IOException {
    return new ProcessBuilder(
            with(List.of("/bin/sh", "-c", END, "sh"), delete.toArray(String[]::new)))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static List<String> entryPoint(Path archive, Path directory) throws IOException {
    Path image = Files.createDirectory(directory.resolve("image"));
    Path root = Files.createDirectory(directory.resolve("rootfs"));
    unpack(archive, image);
    JsonNode manifest = JSON.readTree(image.resolve("manifest.json").toFile()).path(0);
    for (JsonNode layer : manifest.path("Layers")) {
      unpack(image.resolve(layer.asText()), root);
    }
    JsonNode config = JSON.readTree(image.resolve(manifest.path("Config").asText()).toFile());
    List<String> command = new ArrayList<>();
    config.at("/config/Entrypoint").forEach(word -> command.add(word.asText()));
    return command;
  }

  private static void unpack(Path archive, Path directory) {
    Command.of(directory, List.of("tar", "-xf", archive.toString())).run();
  }

  private static ObjectNode specification(List<String> entryPoint, Settings settings) {
    ObjectNode specification = JSON.createObjectNode().put("ociVersion", "1.0.2");
    ObjectNode process = specification.putObject("process");
    process.put("cwd", "/").put("noNewPrivileges", true);
    process.putObject("user").put("uid", settings.user()).put("gid", 0);
    ArrayNode words = process.putArray("args");
    entryPoint.forEach(words::add);
    settings.arguments().forEach(words::add);
    ArrayNode environment = process.putArray("env");
    settings.environment().forEach((name, value) -> environment.add(name + "=" + value));
    ObjectNode capabilities = process.putObject("capabilities");
    for (String set : List.of("bounding", "effective", "inheritable", "permitted", "ambient")) {
      capabilities.putArray(set);
    }
    specification.putObject("root").put("path", "rootfs").put("readonly", true);
    ArrayNode mounts = specification.putArray("mounts");
    mount(mounts, "proc", "proc", "/proc", "nosuid", "nodev", "noexec");
    mount(mounts, "tmpfs", "tmpfs", "/dev", "nosuid", "mode=755");
    mount(mounts, "tmpfs", "tmpfs", "/tmp", "nosuid", "nodev", "noexec", "mode=1777");
    settings
        .mounted()
        .forEach((path, folder) -> mount(mounts, "bind", folder.toString(), path, "bind", "ro"));
    ArrayNode namespaces = specification.putObject("linux").putArray("namespaces");
    for (String namespace : List.of("mount", "pid", "ipc", "uts")) {
      namespaces.addObject().put("type", namespace);
    }
    return specification;
  }

  private static void mount(
      ArrayNode mounts, String type, String source, String destination, String... options) {
    ObjectNode mount = mounts.addObject();
    mount.put("type", type).put("source", source).put("destination", destination);
    List.of(options).forEach(mount.putArray("options")::add);
  }

  private static List<String> with(List<String> command, String... more) {
    List<String> all = new ArrayList<>(command);
    all.addAll(List.of(more));
    return all;
  }

  /** The process of runc; what the container prints is in its log. */
  public ServerProcess process() {
    return process;
  }

  /** The container's first process, by its number on this machine. */
  public long pid() throws IOException {
    return Long.parseLong(Files.readString(directory.resolve("pid")));
  }

  /**
   * Kills it, waits until its control groups and mounts are gone, and removes what was unpacked.
   */
  @Override
  public void close() {
    try {
      end.getOutputStream().close();
      end.waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TestbedException("interrupted while ending a container", e);
    } finally {
      process.close();
    }
    Command.of(directory, List.of("rm", "-rf", "--one-file-system", "image", "rootfs")).run();
  }
}
