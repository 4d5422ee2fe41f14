/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModuleCheckTest {

  @Test
  void namesAModuleThatIsNeitherLinkedNorLeftOutWithItsUser() {
    assertThat(
            ModuleCheck.missing(
                """
                a.jar -> java.base
                a.jar -> java.desktop
                a.jar -> b.jar
                b.jar -> java.rmi
                """,
                JavaProgram.webhook()))
        .containsExactly("java.rmi (b.jar)");
  }

  @Test
  void acceptsWhatUsesOnlyLinkedModules(@TempDir Path directory) throws Exception {
    Path jars = DistributionFixture.write(directory);

    assertThatCode(() -> ModuleCheck.check(jars, JavaProgram.webhook())).doesNotThrowAnyException();
  }
}
