/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.policy;

import static java.util.Objects.requireNonNull;

/**
 * Something about a policy that is wrong or hardly meant.
 *
 * @param check what found it, {@code group/name}
 * @param path where in the object, {@code spec.repositories[0].name}
 * @param message what is there, and what follows from it
 * @param mend what to do
 */
public record PolicyFinding(
    Severity severity, String check, String path, String message, String mend) {

  /** How bad it is. */
  public enum Severity {
    /** The rule cannot be used: it denies whatever it matches. */
    ERROR,
    /** It is taken as it stands, and hardly does what was meant. */
    WARNING
  }

  public PolicyFinding {
    requireNonNull(severity, "severity");
    requireNonNull(check, "check");
    requireNonNull(path, "path");
    requireNonNull(message, "message");
    requireNonNull(mend, "mend");
  }

  static PolicyFinding error(String check, String path, String message, String mend) {
    return new PolicyFinding(Severity.ERROR, check, path, message, mend);
  }

  static PolicyFinding warning(String check, String path, String message, String mend) {
    return new PolicyFinding(Severity.WARNING, check, path, message, mend);
  }
}
