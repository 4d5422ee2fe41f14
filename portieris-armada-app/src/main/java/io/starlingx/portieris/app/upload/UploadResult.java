/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.upload;

import java.util.List;

/** What the upload checks say about a tarball. */
public sealed interface UploadResult {

  /**
   * The tarball would be accepted.
   *
   * @param metadata what it says of itself
   * @param charts directories of the extracted charts, as paths below the extracted tree
   * @param wheels its plugin wheels, likewise
   */
  record Accepted(AppMetadata metadata, List<String> charts, List<String> wheels)
      implements UploadResult {
    public Accepted {
      charts = List.copyOf(charts);
      wheels = List.copyOf(wheels);
    }
  }

  /**
   * The tarball would be refused.
   *
   * @param text the platform's text, without the prefix {@code Application-upload rejected: } that
   *     the command puts before it (one text carries that prefix itself, as it does there)
   * @param detail what exactly is wrong and where; empty when the text says all
   */
  record Rejected(String text, String detail) implements UploadResult {

    /** Text and detail in one line. */
    public String message() {
      return detail.isEmpty() ? text : text + " (" + detail + ")";
    }
  }
}
