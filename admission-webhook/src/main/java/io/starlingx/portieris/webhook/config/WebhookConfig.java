/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.config;

import static java.util.Objects.requireNonNull;

import io.starlingx.portieris.trust.http.ProxySettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The configuration file.
 *
 * @param namespace where the webhook runs
 * @param names under which the API server calls it: DNS names and IP addresses
 * @param port of HTTPS
 * @param metricsPort of plain HTTP
 * @param timeout how long the API server waits when it does not say
 * @param namespacedModes whether an ImagePolicy may do other than enforce
 * @param trustedCaDirectory every file in it holds authorities for outbound requests; may be absent
 */
public record WebhookConfig(
    String namespace,
    List<String> names,
    int port,
    int metricsPort,
    Duration timeout,
    boolean namespacedModes,
    CertificateSettings certificates,
    Path trustedCaDirectory,
    TrustConfig trust,
    ProxySettings proxy,
    LoggingSettings logging,
    ObservationSettings observation) {
  public WebhookConfig {
    requireNonNull(namespace, "namespace");
    requireNonNull(timeout, "timeout");
    requireNonNull(certificates, "certificates");
    requireNonNull(trustedCaDirectory, "trustedCaDirectory");
    requireNonNull(trust, "trust");
    requireNonNull(proxy, "proxy");
    requireNonNull(logging, "logging");
    requireNonNull(observation, "observation");
    names = List.copyOf(names);
  }
}
