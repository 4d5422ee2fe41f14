/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli;

import java.util.Locale;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How a result is printed: for people or for programs. */
enum ReportForm {
  TEXT,
  JSON;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Reads a form by the name that help gives it. */
  static final class Name implements ITypeConverter<ReportForm> {
    @Override
    public ReportForm convert(String text) {
      return Stream.of(values())
          .filter(form -> form.toString().equals(text))
          .findFirst()
          .orElseThrow(() -> new TypeConversionException("accepted: text, json"));
    }
  }
}
