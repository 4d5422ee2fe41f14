/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The native code of the cryptography provider, which its jar would unpack, at each start, into a
 * directory that must be writable: it is laid beside the runtime's own libraries instead, where it
 * is mapped as it is.
 */
final class NativeCode {

  private static final String FOLDER = "com/amazon/corretto/crypto/provider/";

  private NativeCode() {}

  /** Whether an entry of a jar is such code. */
  static boolean is(String entry) {
    return entry.startsWith(FOLDER) && entry.endsWith(".so");
  }

  /** Copies what these jars hold of it for the machine of a runtime; most hold none. */
  static void copy(List<Path> jars, Path runtime) throws IOException {
    Path program = runtime.resolve("bin/java");
    byte[] java = Files.exists(program) ? Files.readAllBytes(program) : new byte[0];
    for (Path jar : jars) {
      try (ZipFile source = new ZipFile(jar.toFile())) {
        List<String> names = source.stream().map(ZipEntry::getName).filter(NativeCode::is).toList();
        for (String name : names) {
          try (InputStream in = source.getInputStream(source.getEntry(name))) {
            byte[] library = in.readAllBytes();
            if (ElfFile.isOfOneMachine(library, java)) {
              Files.write(runtime.resolve("lib").resolve(name.substring(FOLDER.length())), library);
            }
          }
        }
      }
    }
  }
}
