/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.image;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.attribute.ModuleAttribute;
import java.lang.classfile.attribute.ModuleTargetAttribute;
import java.lang.constant.ModuleDesc;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A {@code java.base.jmod} that says for what it is, and holds nothing else. */
final class ModuleFixture {

  private static final byte[] JMOD_VERSION_1 = {'J', 'M', 1, 0};

  private ModuleFixture() {}

  /** Writes it into a folder. */
  static Path write(Path folder, String version, String platform) throws IOException {
    byte[] moduleInfo =
        ClassFile.of()
            .buildModule(
                ModuleAttribute.of(
                    ModuleDesc.of("java.base"),
                    module ->
                        module.moduleVersion(ModuleDescriptor.Version.parse(version).toString())),
                info -> info.with(ModuleTargetAttribute.of(platform)));
    Path file = Files.createDirectories(folder).resolve("java.base.jmod");
    try (OutputStream out = Files.newOutputStream(file)) {
      out.write(JMOD_VERSION_1);
      ZipOutputStream zip = new ZipOutputStream(out);
      zip.putNextEntry(new ZipEntry("classes/module-info.class"));
      zip.write(moduleInfo);
      zip.finish();
    }
    return folder;
  }
}
