/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.wheel;

import io.starlingx.portieris.app.AppVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The plugin of the application: a thin Python package that returns the overrides computed here.
 * sysinv unpacks it and finds its class by the entry points.
 *
 * @see <a href="https://packaging.python.org/en/latest/specifications/binary-distribution-format/">
 *     Python packaging: binary distribution format</a>
 */
public final class PluginWheel {

  private static final String PACKAGE = "k8sapp_portieris";
  private static final String TAG = "py2.py3-none-any";

  private PluginWheel() {}

  /**
   * Writes the wheel into a directory.
   *
   * @throws IOException when it cannot be written; what was written stays
   */
  public static Path write(AppVersion version, SystemOverrides overrides, Path directory)
      throws IOException {
    String number = version.dotted();
    Path wheel = directory.resolve(PACKAGE + "-" + number + "-" + TAG + ".whl");
    SortedMap<String, byte[]> members = new TreeMap<>();
    members.put(PACKAGE + "/__init__.py", resource("package.py"));
    members.put(PACKAGE + "/helm/__init__.py", resource("package.py"));
    members.put(PACKAGE + "/helm/portieris.py", resource("portieris.py"));
    members.put(
        PACKAGE + "/system_overrides.json", overrides.json().getBytes(StandardCharsets.UTF_8));
    String info = PACKAGE + "-" + number + ".dist-info/";
    members.put(info + "METADATA", text("METADATA", number));
    members.put(info + "WHEEL", text("WHEEL", number));
    members.put(info + "entry_points.txt", text("entry_points.txt", number));
    members.put(info + "top_level.txt", (PACKAGE + "\n").getBytes(StandardCharsets.UTF_8));
    WheelFile.write(wheel, members, info + "RECORD");
    return wheel;
  }

  private static byte[] text(String name, String number) throws IOException {
    return new String(resource(name), StandardCharsets.UTF_8)
        .replace("@VERSION@", number)
        .getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = PluginWheel.class.getResourceAsStream("plugin/" + name)) {
      if (in == null) {
        throw new IllegalStateException("this program lacks its resource plugin/" + name);
      }
      return in.readAllBytes();
    }
  }
}
