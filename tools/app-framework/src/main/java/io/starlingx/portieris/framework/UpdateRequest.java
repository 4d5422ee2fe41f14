/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework;

import io.starlingx.portieris.app.upload.UploadRequest;
import io.starlingx.portieris.framework.store.Reuse;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A tarball that is to take the place of an applied version.
 *
 * @param reuseUserOverrides {@code true}, {@code True}, {@code false} or {@code False}: whether the
 *     user's values are taken over; empty leaves it to the tarball's metadata
 * @param reuseAttributes likewise for the attributes of charts
 */
public record UpdateRequest(
    UploadRequest upload, String reuseUserOverrides, String reuseAttributes) {

  private static final Pattern SETTING = Pattern.compile("([Tt]rue|[Ff]alse)?");

  /** Why the settings are not accepted. */
  Optional<String> refusal() {
    if (!SETTING.matcher(reuseUserOverrides).matches()) {
      return Optional.of("invalid reuse_user_overrides setting.");
    }
    if (!SETTING.matcher(reuseAttributes).matches()) {
      return Optional.of("invalid reuse_attributes setting.");
    }
    return Optional.empty();
  }

  Reuse reuse() {
    return new Reuse(setting(reuseUserOverrides), setting(reuseAttributes));
  }

  private static Optional<Boolean> setting(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(Boolean.parseBoolean(text));
  }
}
