/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.operation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * The values that an application's plugin computed when it was built: {@code system_overrides.json}
 * in the top package of its wheel. A wheel without that file gives none.
 */
final class SystemOverrides {

  private static final int LARGEST = 4 << 20;
  private static final String NAME = "[^/]+/system_overrides\\.json";

  private SystemOverrides() {}

  /**
   * Values by HelmRelease and namespace.
   *
   * @throws OperationFailure when the file is not as it should be
   */
  static Map<String, Map<String, Map<String, Object>>> of(Iterable<Path> wheels, OperationLog log)
      throws OperationFailure, IOException {
    Map<String, Map<String, Map<String, Object>>> overrides = new TreeMap<>();
    for (Path wheel : wheels) {
      try (ZipFile zip = new ZipFile(wheel.toFile())) {
        for (ZipEntry entry : zip.stream().filter(e -> e.getName().matches(NAME)).toList()) {
          overrides.putAll(read(wheel, zip, entry));
        }
      } catch (ZipException e) {
        log.write(wheel.getFileName() + " is no wheel and is passed over: " + e.getMessage());
      }
    }
    return overrides;
  }

  private static Map<String, Map<String, Map<String, Object>>> read(
      Path wheel, ZipFile zip, ZipEntry entry) throws OperationFailure, IOException {
    String name = wheel.getFileName() + ":" + entry.getName();
    try (InputStream in = zip.getInputStream(entry)) {
      byte[] json = in.readNBytes(LARGEST + 1);
      if (json.length > LARGEST) {
        throw new OperationFailure(name + " is larger than " + LARGEST + " bytes");
      }
      return new ObjectMapper().readValue(json, new TypeReference<>() {});
    } catch (JsonProcessingException e) {
      throw new OperationFailure(
          name + " is not {release: {namespace: {values}}}: " + e.getOriginalMessage(), e);
    }
  }
}
