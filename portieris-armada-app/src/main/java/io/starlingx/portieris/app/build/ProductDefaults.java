/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.build;

import io.starlingx.portieris.app.AppVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * The version and the image that a build uses when nobody says otherwise: those of the project's
 * parent POM.
 */
public record ProductDefaults(AppVersion version, ImageName image) {

  /** Reads what Maven put beside this class. */
  public static ProductDefaults read() {
    Properties properties = new Properties();
    try (InputStream in = ProductDefaults.class.getResourceAsStream("product.properties")) {
      if (in == null) {
        throw new IllegalStateException("this program lacks its resource product.properties");
      }
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new ProductDefaults(
        AppVersion.parse(property(properties, "app.version"))
            .orElseThrow(() -> new IllegalStateException("app.version is not of the form N.N-N")),
        new ImageName(
            property(properties, "webhook.image.repository"),
            property(properties, "webhook.image.tag")));
  }

  private static String property(Properties properties, String name) {
    String value = properties.getProperty(name);
    if (value == null) {
      throw new IllegalStateException("product.properties lacks " + name);
    }
    return value;
  }
}
