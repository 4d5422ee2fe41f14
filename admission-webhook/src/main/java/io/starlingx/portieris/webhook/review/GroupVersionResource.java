/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.review;

import static java.util.Objects.requireNonNull;

/**
 * Names a kind of object as the API server does.
 *
 * @param group empty for the core group
 * @param resource plural, lower case
 */
record GroupVersionResource(String group, String version, String resource) {
  GroupVersionResource {
    requireNonNull(group, "group");
    requireNonNull(version, "version");
    requireNonNull(resource, "resource");
  }

  /** {@code apps/v1/deployments}; the core group prints as empty. */
  @Override
  public String toString() {
    return group + "/" + version + "/" + resource;
  }
}
