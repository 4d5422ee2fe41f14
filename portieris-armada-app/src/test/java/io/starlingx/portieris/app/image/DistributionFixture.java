/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.spi.ToolProvider;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A distribution folder with one jar whose main class tells what it sees. */
final class DistributionFixture {

  private static final String SOURCE =
      """
      package io.starlingx.portieris.webhook;

      public final class Main {
        public static void main(String[] args) throws Exception {
          System.out.println("arguments " + String.join(" ", args));
          System.out.println("java " + System.getProperty("java.home"));
          System.out.println("log \u2192 file");
          System.out.println("zone " + java.time.ZoneId.of("Pacific/Apia").getRules().isFixedOffset());
          System.out.println("tls " + javax.net.ssl.SSLContext.getDefault().getProtocol());
          System.out.println("roots " + (certificates() > 50));
          System.out.println("host " + java.net.InetAddress.getByName("localhost").isLoopbackAddress());
          System.out.println("shell " + new java.io.File("/bin/sh").exists());
        }

        private static int certificates() throws Exception {
          var factory = javax.net.ssl.TrustManagerFactory.getInstance("PKIX");
          factory.init((java.security.KeyStore) null);
          var manager = (javax.net.ssl.X509TrustManager) factory.getTrustManagers()[0];
          return manager.getAcceptedIssuers().length;
        }
      }
      """;

  private DistributionFixture() {}

  static Path write(Path directory) throws IOException {
    Path source =
        Files.writeString(
            Files.createDirectories(directory.resolve("src")).resolve("Main.java"), SOURCE);
    Path classes = directory.resolve("classes");
    int status =
        ToolProvider.findFirst("javac")
            .orElseThrow()
            .run(System.out, System.err, "-d", classes.toString(), source.toString());
    assertThat(status).isZero();
    Path lib = Files.createDirectories(directory.resolve("lib"));
    String name = "io/starlingx/portieris/webhook/Main.class";
    try (OutputStream out = Files.newOutputStream(lib.resolve("webhook.jar"));
        ZipOutputStream jar = new ZipOutputStream(out)) {
      jar.putNextEntry(new ZipEntry(name));
      jar.write(Files.readAllBytes(classes.resolve(name)));
    }
    return lib;
  }
}
