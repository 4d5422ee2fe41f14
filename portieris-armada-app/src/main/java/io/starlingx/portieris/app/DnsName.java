/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app;

import java.util.regex.Pattern;

/**
 * The forms of names that Kubernetes takes. None of them leads out of a directory.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/overview/working-with-objects/names/">Object
 *     Names and IDs</a>
 */
public enum DnsName {
  /** Of most objects: an RFC 1123 subdomain. */
  SUBDOMAIN(
      "[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*",
      253,
      "lower-case letters, digits, '-' and '.', at most 253 of them, and begin and end with a"
          + " letter or digit"),

  /** Of namespaces: an RFC 1123 label. */
  LABEL(
      "[a-z0-9]([a-z0-9-]*[a-z0-9])?",
      63,
      "lower-case letters, digits and '-', at most 63 of them, and begin and end with a letter or"
          + " digit");

  private final Pattern pattern;
  private final int longest;
  private final String form;

  DnsName(String pattern, int longest, String form) {
    this.pattern = Pattern.compile(pattern);
    this.longest = longest;
    this.form = form;
  }

  /** Whether a text is such a name. */
  public boolean accepts(String text) {
    return text.length() <= longest && pattern.matcher(text).matches();
  }

  /** For people, after "must be". */
  public String form() {
    return form;
  }
}
