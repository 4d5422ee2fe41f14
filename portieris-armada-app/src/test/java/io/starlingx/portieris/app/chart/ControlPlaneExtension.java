/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.chart;

import io.starlingx.portieris.app.archive.TemporaryDirectory;
import io.starlingx.portieris.testbed.ControlPlane;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives tests the one real API server of this run; it ends with the run. */
final class ControlPlaneExtension implements ParameterResolver {

  private record Running(TemporaryDirectory directory, ControlPlane plane)
      implements AutoCloseable {

    static Running start() {
      try {
        TemporaryDirectory directory = TemporaryDirectory.create("control-plane");
        return new Running(directory, ControlPlane.start(directory.path()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() throws IOException {
      plane.close();
      directory.close();
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == ControlPlane.class;
  }

  @Override
  public ControlPlane resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(ExtensionContext.Namespace.create(ControlPlaneExtension.class))
        .computeIfAbsent(Running.class, type -> Running.start(), Running.class)
        .plane();
  }
}
