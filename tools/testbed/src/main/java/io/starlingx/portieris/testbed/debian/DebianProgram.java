/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.testbed.debian;

/** A program that the test bed or a test runs, and the Debian package that holds it. */
public enum DebianProgram {
  NOTARY("notary", "notary"),
  NOTARY_SERVER("notary-server", "notary"),
  DOCKER_REGISTRY("docker-registry", "docker-registry"),
  /** Checks rules and pages of metrics; only tests ask for it. */
  PROMTOOL("promtool", "prometheus");

  private final String file;
  private final String debianPackage;

  DebianProgram(String file, String debianPackage) {
    this.file = file;
    this.debianPackage = debianPackage;
  }

  /** Its file name in {@code /usr/bin}. */
  public String file() {
    return file;
  }

  public String debianPackage() {
    return debianPackage;
  }
}
