/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The version of an application tarball, of the form {@code <N>.<N>-<N>}: the platform tells it
 * from the file's name.
 */
public record AppVersion(int major, int minor, int revision, String text) {

  private static final Pattern FORM =
      Pattern.compile("(?<major>\\d{1,6})\\.(?<minor>\\d{1,6})-(?<revision>\\d{1,6})");

  /** The version, or nothing when the text has another form. */
  public static Optional<AppVersion> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    return matcher.matches()
        ? Optional.of(
            new AppVersion(
                Integer.parseInt(matcher.group("major")),
                Integer.parseInt(matcher.group("minor")),
                Integer.parseInt(matcher.group("revision")),
                text))
        : Optional.empty();
  }

  /** As a Python version, numbers without leading zeros: {@code 26.11.1}. */
  public String dotted() {
    return major + "." + minor + "." + revision;
  }

  @Override
  public String toString() {
    return text;
  }
}
