/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecurityProvidersTest {

  @TempDir Path runtime;

  @Test
  void leavesThoseWhoseModuleIsLinkedInTheirOrder() throws Exception {
    Files.writeString(runtime.resolve("release"), "MODULES=\"java.base java.naming\"\n");
    Path configuration =
        Files.createDirectories(runtime.resolve("conf/security")).resolve("java.security");
    Files.writeString(
        configuration,
        """
        # providers
        security.provider.1=SUN
        #security.provider.tbd=Other
        security.provider.2=SunJGSS
        security.provider.3=JdkLDAP
        security.provider.4=SunPKCS11 configuration
        security.provider.5=Unheard
        keystore.type=pkcs12
        """);

    SecurityProviders.retainLinked(runtime);

    assertThat(configuration)
        .hasContent(
            """
            # providers
            security.provider.1=SUN
            #security.provider.tbd=Other
            security.provider.2=JdkLDAP
            security.provider.3=Unheard
            keystore.type=pkcs12
            """);
  }
}
