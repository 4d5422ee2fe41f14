/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.lint;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds in Python source what one of the interpreters that platforms run, 3.9 and 3.12 or later,
 * does not take. Looks at single lines without their strings and comments, so that it finds the
 * common cases only.
 */
final class PythonSource {

  /**
   * Something that an interpreter does not take.
   *
   * @param line from 1
   * @param what it is
   */
  record Finding(int line, Age age, String what) {}

  /** Which interpreter. */
  enum Age {
    /** Too new for Python 3.9. */
    TOO_NEW,
    /** Gone in Python 3.12. */
    TOO_OLD
  }

  private record Construct(Pattern line, Age age, String what) {}

  private static final List<Construct> CONSTRUCTS =
      List.of(
          tooNew("case\\s+\\S.*:", "a match statement"),
          tooNew("except\\s*\\*.*", "except*"),
          tooNew("type\\s+\\w+(\\[.*\\])?\\s*=.*", "a type statement"),
          tooNew("(async\\s+)?(def|class)\\s+\\w+\\s*\\[.*", "type parameters"),
          tooNew("(import|from)\\s+tomllib\\b.*", "module tomllib"),
          tooOld(
              "(import|from)\\s+(imp|distutils|asyncore|asynchat|smtpd)\\b.*", "a removed module"),
          tooOld("print\\s+[^\\s(=.,].*", "the print statement"),
          tooOld("except\\s+[\\w.]+\\s*,\\s*\\w+\\s*:.*", "except with a comma"),
          tooOld("raise\\s+[\\w.]+\\s*,.*", "raise with a comma"),
          tooOld("exec\\s+[^\\s(=.,].*", "the exec statement"));

  /** How all of them begin: most lines need no closer look. */
  private static final Pattern CANDIDATE =
      Pattern.compile("(case|except|type|async|def|class|import|from|print|raise|exec)\\b");

  private PythonSource() {}

  static List<Finding> check(String source) {
    List<Finding> findings = new ArrayList<>();
    boolean afterMatch = false;
    int number = 0;
    for (String line : code(source).split("\n", -1)) {
      number++;
      String text = line.strip();
      boolean isCandidate = CANDIDATE.matcher(text).lookingAt();
      for (Construct construct : isCandidate ? CONSTRUCTS : List.<Construct>of()) {
        boolean isCase = construct.what().equals("a match statement");
        Matcher matcher = construct.line().matcher(text);
        if (matcher.matches() && (!isCase || afterMatch)) {
          findings.add(new Finding(number, construct.age(), construct.what()));
        }
      }
      if (!text.isEmpty()) {
        afterMatch = text.startsWith("match ") && text.endsWith(":");
      }
    }
    return findings;
  }

  private static Construct tooNew(String line, String what) {
    return new Construct(Pattern.compile(line), Age.TOO_NEW, what);
  }

  private static Construct tooOld(String line, String what) {
    return new Construct(Pattern.compile(line), Age.TOO_OLD, what);
  }

  /** The source with strings emptied and comments removed, lines kept. */
  private static String code(String source) {
    StringBuilder code = new StringBuilder();
    int i = 0;
    while (i < source.length()) {
      char c = source.charAt(i);
      if (c == '#') {
        int end = source.indexOf('\n', i);
        i = end < 0 ? source.length() : end;
      } else if (c == '"' || c == '\'') {
        i = string(source, i, code);
      } else {
        code.append(c == '\r' ? ' ' : c);
        i++;
      }
    }
    return code.toString();
  }

  /** Where the string that begins here ends. */
  private static int string(String source, int start, StringBuilder code) {
    String quote = source.substring(start, start + 1);
    boolean isLong = source.startsWith(quote.repeat(3), start);
    String end = isLong ? quote.repeat(3) : quote;
    code.append(quote).append(quote);
    int i = start + end.length();
    while (i < source.length() && !source.startsWith(end, i)) {
      char c = source.charAt(i);
      if (c == '\n') {
        if (!isLong) {
          return i;
        }
        code.append('\n');
      }
      if (c == '\\' && i + 1 < source.length() && source.charAt(i + 1) == '\n') {
        code.append('\n');
      }
      i += c == '\\' ? 2 : 1;
    }
    return Math.min(source.length(), i + end.length());
  }
}
