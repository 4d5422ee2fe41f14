/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.push;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a registry wants a client to authenticate.
 *
 * @param parameters by name in lower case
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-11.6.1">RFC 9110 section 11.6.1</a>
 */
record Challenge(boolean bearer, Map<String, String> parameters) {

  private static final Pattern SCHEME = Pattern.compile("(?i)(?:^|,)\\s*(bearer|basic)(?=\\s|,|$)");
  private static final Pattern PARAMETER =
      Pattern.compile("([A-Za-z]+)\\s*=\\s*(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([^\\s,\"]+))");

  /** The best that the header lines offer: a token, else a password. */
  static Optional<Challenge> choose(List<String> lines) {
    Optional<Challenge> basic = Optional.empty();
    for (String line : lines) {
      Matcher scheme = SCHEME.matcher(line);
      while (scheme.find()) {
        if (scheme.group(1).toLowerCase(Locale.ROOT).equals("bearer")) {
          return Optional.of(new Challenge(true, parameters(line.substring(scheme.end()))));
        }
        basic = Optional.of(new Challenge(false, Map.of()));
      }
    }
    return basic;
  }

  private static Map<String, String> parameters(String text) {
    Map<String, String> parameters = new HashMap<>();
    Matcher found = PARAMETER.matcher(text);
    int at = 0;
    while (found.find(at) && text.substring(at, found.start()).matches("[\\s,]*")) {
      String quoted = found.group(2);
      String value = quoted == null ? found.group(3) : quoted.replaceAll("\\\\(.)", "$1");
      parameters.putIfAbsent(found.group(1).toLowerCase(Locale.ROOT), value);
      at = found.end();
    }
    return parameters;
  }

  Optional<String> parameter(String name) {
    return Optional.ofNullable(parameters.get(name)).filter(value -> !value.isEmpty());
  }
}
