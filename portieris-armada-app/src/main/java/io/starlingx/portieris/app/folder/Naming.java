/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.folder;

import java.util.regex.Pattern;

/** The forms of names and other words that descriptors must have. */
enum Naming {
  /** Becomes part of file names, of Python and Helm names, and of shell commands of sysinv. */
  APPLICATION(
      "[a-z0-9]([a-z0-9_-]{0,38}[a-z0-9])?",
      "lower-case letters, digits, '-' and '_', at most 40 of them"),

  /** A DNS label. */
  NAMESPACE(
      "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?",
      "lower-case letters, digits and '-', at most 63 of them"),

  /** What Helm takes for the name of a release. */
  RELEASE(
      "[a-z0-9]([a-z0-9-]{0,51}[a-z0-9])?",
      "lower-case letters, digits and '-', at most 53 of them"),

  /** As Flux writes durations. */
  DURATION("(\\d{1,6}[hms])+", "a duration such as 10m or 1h30m");

  private final Pattern pattern;
  private final String form;

  Naming(String pattern, String form) {
    this.pattern = Pattern.compile(pattern);
    this.form = form;
  }

  boolean accepts(String text) {
    return pattern.matcher(text).matches();
  }

  /** For people, after "must be". */
  String form() {
    return form;
  }
}
