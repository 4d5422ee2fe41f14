/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.lint;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Small plugin wheels. */
public final class Wheels {

  private static final String INFO = "k8sapp_demo-1.0.dist-info/";

  private Wheels() {}

  /** A wheel of that distribution; without entry points when they are empty. */
  public static byte[] of(String distribution, String entryPoints) {
    Map<String, String> files = new LinkedHashMap<>();
    files.put("k8sapp_demo/__init__.py", "");
    files.put("k8sapp_demo/helm.py", "class DemoHelm:\n    pass\n");
    return of(distribution, entryPoints, files);
  }

  /** Likewise with one more file, or another content of one. */
  public static byte[] with(String entryPoints, String name, String text) {
    Map<String, String> files = new LinkedHashMap<>();
    files.put("k8sapp_demo/__init__.py", "");
    files.put("k8sapp_demo/helm.py", "class DemoHelm:\n    pass\n");
    files.put(name, text);
    return of("k8sapp-demo", entryPoints, files);
  }

  private static byte[] of(String distribution, String entryPoints, Map<String, String> files) {
    files.putIfAbsent(INFO + "METADATA", "Metadata-Version: 2.1\nName: " + distribution + "\n");
    files.put(INFO + "top_level.txt", "k8sapp_demo\n");
    if (!entryPoints.isEmpty()) {
      files.put(INFO + "entry_points.txt", entryPoints);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, String> file : files.entrySet()) {
        zip.putNextEntry(new ZipEntry(file.getKey()));
        zip.write(file.getValue().getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
