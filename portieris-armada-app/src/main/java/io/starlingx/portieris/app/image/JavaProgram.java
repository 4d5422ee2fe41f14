/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.image;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A Java program that is delivered with a runtime of its own.
 *
 * @param title for people
 * @param options of the virtual machine; <code>{home}</code> stands for the program's folder
 * @param modules that are linked, with what they require
 * @param leftOut modules that libraries refer to and that are left out, each with the reason
 * @param ports that it listens on
 * @param environment variables that it is started with
 */
public record JavaProgram(
    String title,
    String mainClass,
    List<String> options,
    List<String> modules,
    Map<String, String> leftOut,
    List<Integer> ports,
    SortedMap<String, String> environment) {

  /** What {@link NativeCode} lays beside the runtime is looked for there, not in the jar. */
  private static final String NATIVE_CODE =
      "-Dcom.amazon.corretto.crypto.provider.useExternalLib=true";

  public JavaProgram {
    options = List.copyOf(options);
    modules = List.copyOf(modules);
    leftOut = Map.copyOf(leftOut);
    ports = List.copyOf(ports);
    environment = Collections.unmodifiableSortedMap(new TreeMap<>(environment));
  }

  /**
   * The admission webhook: small, and quick to start. The optimizing compiler, without which TLS
   * and JSON cost about twice as much, is kept for what is called very often: at its usual
   * thresholds it would take half as long again until ready.
   */
  public static JavaProgram webhook() {
    return new JavaProgram(
        "Portieris admission webhook",
        "io.starlingx.portieris.webhook.Main",
        List.of(
            "-XX:+UseSerialGC",
            "-XX:+UseCompactObjectHeaders",
            "-XX:Tier0InvokeNotifyFreqLog=9",
            "-XX:Tier4InvocationThreshold=20000",
            "-XX:Tier4MinInvocationThreshold=5000",
            "-XX:Tier4CompileThreshold=40000",
            "-XX:Tier4BackEdgeThreshold=200000",
            "-XX:ReservedCodeCacheSize=48m",
            "-XX:MetaspaceSize=48m",
            "-XX:TrimNativeHeapInterval=2000",
            "-Xms32m",
            "-Xmx90m",
            "-Xmn18m",
            "-Xss512k",
            "-XX:-UsePerfData",
            "-XX:+ExitOnOutOfMemoryError",
            "-Dstdout.encoding=UTF-8",
            "-Dstderr.encoding=UTF-8",
            "-Dslf4j.provider=org.slf4j.jul.JULServiceProvider",
            NATIVE_CODE,
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow"),
        List.of(
            "java.base",
            "java.logging",
            "java.management",
            "java.naming",
            "java.xml",
            "jdk.management",
            "jdk.net",
            "jdk.unsupported"),
        Map.of(
            "java.desktop", "java.beans only; Jackson and SnakeYAML do without it",
            "java.compiler", "Vert.x compiles verticles from sources only when asked to",
            "java.sql", "Jackson's, Micrometer's and Bouncy Castle's support of java.sql types"),
        List.of(8000, 8080),
        // The compilers' threads alone would keep free memory in pools of their own, 20 MiB and
        // more.
        new TreeMap<>(Map.of("MALLOC_ARENA_MAX", "1")));
  }

  /** The command line. */
  public static JavaProgram commandLine() {
    return new JavaProgram(
        "Portieris command line",
        "io.starlingx.portieris.cli.Main",
        List.of(
            "-XX:+UseSerialGC",
            "-XX:+UseCompactObjectHeaders",
            "-XX:TieredStopAtLevel=1",
            "-XX:-UsePerfData",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Dportieris.root={home}/share",
            NATIVE_CODE),
        List.of(
            "java.base",
            "java.logging",
            "java.management",
            "java.naming",
            "java.net.http",
            "java.security.jgss",
            "java.sql",
            "java.xml",
            "jdk.httpserver",
            "jdk.management",
            "jdk.net",
            "jdk.unsupported"),
        Map.of(
            "java.desktop", "java.beans, and windows that JNA could draw into",
            "java.datatransfer", "goes with java.desktop",
            "java.compiler", "Vert.x compiles verticles from sources only when asked to"),
        List.of(),
        new TreeMap<>());
  }

  /**
   * The command that starts the program, without the program's own options.
   *
   * @param home the folder with {@code runtime} and {@code lib}
   */
  public List<String> command(Path home) {
    return command(home, List.of(), home.resolve("lib") + "/*");
  }

  List<String> command(Path home, List<String> moreOptions, String classPath) {
    List<String> command = new ArrayList<>();
    command.add(home.resolve("runtime/bin/java").toString());
    options.forEach(option -> command.add(option.replace("{home}", home.toString())));
    command.addAll(moreOptions);
    command.addAll(List.of("-cp", classPath, mainClass));
    return command;
  }
}
