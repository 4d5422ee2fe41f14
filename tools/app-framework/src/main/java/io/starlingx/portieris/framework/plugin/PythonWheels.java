/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.plugin;

import io.starlingx.portieris.app.content.EntryPoints;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * The wheels of an application whose Python has to be run. A wheel that holds its plugin as data,
 * in {@code plugin.json} or {@code system_overrides.json}, is none: this program does in Java what
 * its Python does on a platform.
 *
 * @param files the wheels, by name
 * @param hasLifecycle whether one of them has a lifecycle operator
 */
record PythonWheels(List<Path> files, boolean hasLifecycle) {

  private static final int MOST_MEMBERS = 20_000;
  private static final long LARGEST = 256L << 20;
  private static final int LARGEST_INDEX = 1 << 20;
  private static final Pattern DATA = Pattern.compile("[^/]+/(plugin|system_overrides)\\.json");
  private static final Pattern INDEX = Pattern.compile("[^/]+\\.dist-info/entry_points\\.txt");

  PythonWheels {
    files = List.copyOf(files);
  }

  /** Those of an extracted tarball. What is no archive is passed over, as by the platform. */
  static PythonWheels of(Path tree) throws IOException {
    Path plugins = tree.resolve("plugins");
    if (!Files.isDirectory(plugins)) {
      return new PythonWheels(List.of(), false);
    }
    List<Path> wheels = new ArrayList<>();
    boolean hasLifecycle = false;
    try (Stream<Path> found = Files.list(plugins)) {
      for (Path file : found.filter(f -> f.toString().endsWith(".whl")).sorted().toList()) {
        try (ZipFile zip = new ZipFile(file.toFile())) {
          if (zip.stream().noneMatch(entry -> DATA.matcher(entry.getName()).matches())) {
            wheels.add(file);
            hasLifecycle |= hasLifecycle(zip);
          }
        } catch (ZipException e) {
          // as good as not there
        }
      }
    }
    return new PythonWheels(wheels, hasLifecycle);
  }

  private static boolean hasLifecycle(ZipFile zip) throws IOException {
    for (ZipEntry entry : zip.stream().toList()) {
      if (INDEX.matcher(entry.getName()).matches()) {
        try (InputStream in = zip.getInputStream(entry)) {
          String text = new String(in.readNBytes(LARGEST_INDEX), StandardCharsets.UTF_8);
          if (!EntryPoints.parse(text).of("systemconfig.app_lifecycle").isEmpty()) {
            return true;
          }
        }
      }
    }
    return false;
  }

  /**
   * Unpacks each wheel into a directory of its own.
   *
   * @throws PluginFailure when one is too large or leads out of its directory
   */
  List<Path> unpack(Path directory) throws PluginFailure, IOException {
    List<Path> unpacked = new ArrayList<>();
    for (Path wheel : files) {
      Path target = Files.createDirectories(directory.resolve("wheel-" + unpacked.size()));
      unpack(wheel, target);
      unpacked.add(target);
    }
    return unpacked;
  }

  private static void unpack(Path wheel, Path target) throws PluginFailure, IOException {
    try (ZipFile zip = new ZipFile(wheel.toFile())) {
      if (zip.size() > MOST_MEMBERS) {
        throw refused(wheel, "has more than " + MOST_MEMBERS + " members");
      }
      long left = LARGEST;
      for (ZipEntry entry : zip.stream().toList()) {
        Path file = target.resolve(entry.getName()).normalize();
        if (!file.startsWith(target)) {
          throw refused(wheel, "has a member that leads out of it: " + entry.getName());
        }
        if (entry.isDirectory()) {
          Files.createDirectories(file);
          continue;
        }
        Files.createDirectories(file.resolve("..").normalize());
        try (InputStream in = zip.getInputStream(entry)) {
          left -= copy(in, file, left);
        }
        if (left < 0) {
          throw refused(wheel, "is larger than " + (LARGEST >> 20) + " MiB when unpacked");
        }
      }
    } catch (ZipException e) {
      throw refused(wheel, "cannot be unpacked: " + e.getMessage());
    }
  }

  private static long copy(InputStream in, Path file, long most) throws IOException {
    long copied = 0;
    byte[] buffer = new byte[64 * 1024];
    try (var out = Files.newOutputStream(file)) {
      for (int read = in.read(buffer); read >= 0 && copied <= most; read = in.read(buffer)) {
        out.write(buffer, 0, read);
        copied += read;
      }
    }
    return copied;
  }

  private static PluginFailure refused(Path wheel, String why) {
    return new PluginFailure(PluginFailure.Kind.FAILED, wheel.getFileName() + " " + why);
  }
}
