/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.review;

import static java.util.Objects.requireNonNull;

import io.starlingx.portieris.trust.registry.CredentialStore;
import java.util.List;

/**
 * The credentials of a workload.
 *
 * @param problems why some could not be used, for people, without any secret
 */
public record PullCredentials(CredentialStore store, List<String> problems) {
  public PullCredentials {
    requireNonNull(store, "store");
    problems = List.copyOf(problems);
  }
}
