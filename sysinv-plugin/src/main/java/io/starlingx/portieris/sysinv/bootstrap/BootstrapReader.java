/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.sysinv.bootstrap;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Reads StarlingX bootstrap files (Ansible variables such as {@code localhost.yml}): the stock
 * sections {@code docker_registries}, {@code ssl_ca_cert}, {@code docker_*_proxy}, {@code
 * additional_local_registry_images}, the platform's own certificates and {@code applications}, and
 * {@code image_trust}. Every other variable is passed over.
 */
public final class BootstrapReader {

  /** Largest file read, in bytes. */
  public static final int LARGEST_FILE = 512 * 1024;

  private final InstantSource clock;

  /**
   * A reader.
   *
   * @param clock judges certificates
   */
  public BootstrapReader(InstantSource clock) {
    this.clock = requireNonNull(clock, "clock");
  }

  /**
   * Reads the files in the given order; a later file's variable replaces an earlier one's as a
   * whole. Never throws for what is in a file or that it is missing.
   */
  public BootstrapResult read(List<Path> files) {
    Findings findings = new Findings();
    Variables variables =
        new Variables(
            files.stream()
                .flatMap(file -> new SourceFile(file, findings).read().stream())
                .toList());
    if (variables.isEmpty() && findings.problems().isEmpty()) {
      findings.problem(
          new Finding(
              files.isEmpty() ? "(no file)" : files.getLast().toString(),
              0,
              "",
              "no variables can be read" + (files.size() > 1 ? " from any of the files" : ""),
              "Ansible variables, such as image_trust and docker_registries"));
    }
    BootstrapConfig config = config(variables);
    return findings.problems().isEmpty()
        ? new BootstrapResult.Valid(config, findings.notices())
        : new BootstrapResult.Invalid(findings.problems());
  }

  private BootstrapConfig config(Variables variables) {
    CaReader authorities = new CaReader(clock);
    Optional<Value> imageTrust = variables.find("image_trust");
    Optional<List<Mirror>> stated = section(imageTrust).flatMap(MirrorsReader::stated);
    List<Mirror> ofRegistries = new RegistriesReader(stated.isEmpty()).read(variables);
    List<Mirror> mirrors = stated.orElse(ofRegistries);
    Optional<CaBundle> systemCa =
        variables.find("ssl_ca_cert").flatMap(value -> authorities.read(value, "ssl_ca_cert"));
    OutboundProxy proxy = ProxyReader.read(variables);
    ApplicationsReader.check(variables);
    LocalImages.check(variables);
    new PlatformCertificates(variables).check();
    return new BootstrapConfig(
        section(imageTrust).map(s -> new ImageTrustReader(authorities, mirrors).read(s)),
        mirrors,
        systemCa,
        proxy);
  }

  private static Optional<Section> section(Optional<Value> imageTrust) {
    return imageTrust.flatMap(value -> value.section(ImageTrustReader.KEYS));
  }
}
