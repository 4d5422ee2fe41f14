/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.testbed.debian;

/** A program that the test bed or a test runs, and the Debian package that holds it. */
public enum DebianProgram {
  NOTARY("usr/bin/notary", "notary"),
  NOTARY_SERVER("usr/bin/notary-server", "notary"),
  DOCKER_REGISTRY("usr/bin/docker-registry", "docker-registry"),
  /** Checks rules and pages of metrics; only tests ask for it. */
  PROMTOOL("usr/bin/promtool", "prometheus"),
  /** Runs containers; only tests ask for it. */
  RUNC("usr/sbin/runc", "runc");

  private final String path;
  private final String debianPackage;

  DebianProgram(String path, String debianPackage) {
    this.path = path;
    this.debianPackage = debianPackage;
  }

  /** Its path in the package, without a leading slash. */
  public String path() {
    return path;
  }

  /** Its file name. */
  public String file() {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  public String debianPackage() {
    return debianPackage;
  }
}
