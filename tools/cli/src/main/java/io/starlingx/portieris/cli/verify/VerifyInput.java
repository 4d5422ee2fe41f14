/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.verify;

import static java.util.Objects.requireNonNull;

import io.starlingx.portieris.trust.registry.CredentialStore;
import io.starlingx.portieris.trust.registry.RegistryHosts;
import io.starlingx.portieris.trust.registry.TokenSettings;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * What one run of the verification is made from.
 *
 * @param images image strings of any content
 * @param policies files of policies, taken together
 * @param namespace of the imagined workload
 * @param webhookNamespace where Secrets of cluster policies are that name no namespace
 * @param secrets directory of Secret manifests
 * @param kubeconfig of the cluster that Secrets are read from; excludes {@code secrets}
 * @param credentials for registries and trust servers, after those of the cluster
 * @param authorities trusted beside the system's
 * @param tokens which token services may get credentials
 * @param registries which registries have no TLS
 * @param state directory that remembers roots and versions
 * @param clock the wall clock that expiry is judged by
 * @param explain whether to tell how each image's rule was found
 */
public record VerifyInput(
    List<String> images,
    List<Path> policies,
    String namespace,
    String webhookNamespace,
    Optional<Path> secrets,
    Optional<Path> kubeconfig,
    CredentialStore credentials,
    List<X509Certificate> authorities,
    TokenSettings tokens,
    RegistryHosts registries,
    Path state,
    InstantSource clock,
    boolean explain) {
  public VerifyInput {
    images = List.copyOf(images);
    policies = List.copyOf(policies);
    requireNonNull(namespace, "namespace");
    requireNonNull(webhookNamespace, "webhookNamespace");
    requireNonNull(secrets, "secrets");
    requireNonNull(kubeconfig, "kubeconfig");
    requireNonNull(credentials, "credentials");
    authorities = List.copyOf(authorities);
    requireNonNull(tokens, "tokens");
    requireNonNull(registries, "registries");
    requireNonNull(state, "state");
    requireNonNull(clock, "clock");
  }
}
