/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.registry;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One challenge of {@code WWW-Authenticate}.
 *
 * @param scheme in lower case
 * @param parameters by name in lower case, values as sent
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-11.6.1">RFC 9110 section 11.6.1</a>
 */
record AuthChallenge(String scheme, Map<String, String> parameters) {

  AuthChallenge {
    parameters = Map.copyOf(parameters);
  }

  /** A parameter, if it is there and not empty. */
  Optional<String> parameter(String name) {
    return Optional.ofNullable(parameters.get(name)).filter(value -> !value.isEmpty());
  }

  /**
   * All challenges of all header lines, in order. What cannot be understood ends its line; what
   * came before it counts. A challenge that holds a parameter twice is left out.
   */
  static List<AuthChallenge> parse(List<String> lines) {
    List<AuthChallenge> challenges = new ArrayList<>();
    for (String line : lines) {
      Scanner scanner = new Scanner(line);
      while (scanner.nextChallenge(challenges)) {}
    }
    return challenges;
  }

  /** A reading position in one header line. */
  private static final class Scanner {
    private static final String TOKEN_EXTRA = "!#$%&'*+-.^_`|~";

    private final String text;
    private int at;

    private Scanner(String text) {
      this.text = text;
    }

    private boolean nextChallenge(List<AuthChallenge> challenges) {
      skip(" \t,");
      String scheme = token();
      if (scheme.isEmpty()) {
        return false;
      }
      Map<String, String> parameters = new LinkedHashMap<>();
      boolean sound = skip(" \t") == 0 ? isAtSeparator() : parameters(parameters);
      if (sound) {
        challenges.add(new AuthChallenge(scheme.toLowerCase(Locale.ROOT), parameters));
      }
      return at < text.length();
    }

    /** Parameters up to the next scheme; false when the challenge must not be used. */
    private boolean parameters(Map<String, String> parameters) {
      if (token68()) {
        return true;
      }
      boolean sound = true;
      while (true) {
        int start = at;
        skip(" \t,");
        String name = token().toLowerCase(Locale.ROOT);
        skip(" \t");
        if (name.isEmpty() || at >= text.length() || text.charAt(at) != '=') {
          at = start;
          skip(" \t,");
          return sound;
        }
        at++;
        skip(" \t");
        Optional<String> value = value();
        if (value.isEmpty()) {
          at = text.length();
          return false;
        }
        sound &= parameters.put(name, value.get()) == null;
      }
    }

    /** A lone value such as Negotiate's: nothing that is of use here. */
    private boolean token68() {
      int start = at;
      while (at < text.length() && (isToken(text.charAt(at)) || text.charAt(at) == '/')) {
        at++;
      }
      while (at < text.length() && text.charAt(at) == '=') {
        at++;
      }
      int end = at;
      skip(" \t");
      if (end > start && isAtSeparator()) {
        return true;
      }
      at = start;
      return false;
    }

    private Optional<String> value() {
      return at < text.length() && text.charAt(at) == '"' ? quoted() : Optional.of(unquoted());
    }

    private Optional<String> quoted() {
      StringBuilder value = new StringBuilder();
      for (at++; at < text.length(); at++) {
        char c = text.charAt(at);
        if (c == '"') {
          at++;
          return Optional.of(value.toString());
        }
        if (c == '\\' && at + 1 < text.length()) {
          c = text.charAt(++at);
        }
        value.append(c);
      }
      return Optional.empty();
    }

    /** More than a token: some servers leave the quotes of a URL out. */
    private String unquoted() {
      int start = at;
      while (at < text.length() && " \t,\"".indexOf(text.charAt(at)) < 0) {
        at++;
      }
      return text.substring(start, at);
    }

    private String token() {
      int start = at;
      while (at < text.length() && isToken(text.charAt(at))) {
        at++;
      }
      return text.substring(start, at);
    }

    private int skip(String characters) {
      int start = at;
      while (at < text.length() && characters.indexOf(text.charAt(at)) >= 0) {
        at++;
      }
      return at - start;
    }

    private boolean isAtSeparator() {
      return at >= text.length() || text.charAt(at) == ',';
    }

    private static boolean isToken(char c) {
      return (c >= '0' && c <= '9')
          || (c >= 'a' && c <= 'z')
          || (c >= 'A' && c <= 'Z')
          || TOKEN_EXTRA.indexOf(c) >= 0;
    }
  }
}
