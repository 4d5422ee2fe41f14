/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.sysinv.bootstrap;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;
import java.util.List;

/**
 * A mistake in a bootstrap file, or something about it that its author should know. Holds no value
 * of the file that could be a secret.
 *
 * @param file as the caller named it
 * @param line from 1; 0 for the file as a whole
 * @param path YAML path such as {@code image_trust.policies[0].name}; empty for the file as a whole
 * @param what what is wrong or notable
 * @param accepted what may stand there; empty when {@code what} says it
 */
public record Finding(String file, int line, String path, String what, String accepted) {

  private static final int WIDEST_COLUMN = 48;

  public Finding {
    requireNonNull(file, "file");
    requireNonNull(path, "path");
    requireNonNull(what, "what");
    requireNonNull(accepted, "accepted");
  }

  /** One finding a line, {@code file:line: path: what (accepted: …)}, in aligned columns. */
  public static String table(List<Finding> findings) {
    int places = width(findings.stream().map(Finding::place).toList());
    int paths = width(findings.stream().map(Finding::subject).toList());
    StringBuilder table = new StringBuilder();
    for (Finding finding : findings) {
      table
          .append(padded(finding.place(), places))
          .append(padded(finding.subject(), paths))
          .append(finding.message())
          .append('\n');
    }
    return table.toString();
  }

  private static int width(List<String> cells) {
    return cells.stream()
        .map(String::length)
        .filter(length -> length <= WIDEST_COLUMN)
        .max(Comparator.naturalOrder())
        .orElse(0);
  }

  private static String padded(String cell, int width) {
    return width == 0 && cell.isEmpty() ? "" : cell + " ".repeat(padding(cell, width) + 1);
  }

  private static int padding(String cell, int width) {
    return Math.max(0, width - cell.length());
  }

  private String place() {
    return file + (line > 0 ? ":" + line : "") + ":";
  }

  private String subject() {
    return path.isEmpty() ? "" : path + ":";
  }

  private String message() {
    return accepted.isEmpty() ? what : what + " (accepted: " + accepted + ")";
  }

  /** The finding in one line. */
  @Override
  public String toString() {
    return place() + " " + (path.isEmpty() ? "" : subject() + " ") + message();
  }
}
