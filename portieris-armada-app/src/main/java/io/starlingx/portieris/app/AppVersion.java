/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app;

import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The version of an application tarball, of the form {@code <N>.<N>-<N>}: the platform tells it
 * from the file's name.
 */
public record AppVersion(int major, int minor, int revision, String text) {

  private static final Pattern FORM =
      Pattern.compile("(?<major>\\d{1,6})\\.(?<minor>\\d{1,6})-(?<revision>\\d{1,6})");

  private static final Pattern NUMBER = Pattern.compile("\\d{1,6}");

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

  /** A version of the accepted form that looks like the text: {@code 1.2-3} for {@code v1.2.3}. */
  public static String suggestion(String text) {
    List<String> numbers = NUMBER.matcher(text).results().map(MatchResult::group).toList();
    return switch (numbers.size()) {
      case 0 -> "1.0-1";
      case 1 -> numbers.get(0) + ".0-1";
      case 2 -> numbers.get(0) + "." + numbers.get(1) + "-1";
      default -> numbers.get(0) + "." + numbers.get(1) + "-" + numbers.get(2);
    };
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
