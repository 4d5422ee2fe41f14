/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.lint;

import io.starlingx.portieris.app.content.Application;
import io.starlingx.portieris.app.content.Md5Sums;
import java.io.IOException;
import java.util.List;

/** The checksums, which sysinv verifies with {@code md5sum -c}. */
final class ChecksumChecks {

  private static final Rule MISMATCH =
      Rule.error(
          "checksum/mismatch",
          "the upload is rejected when a checksum does not fit its file",
          "write the sums last: find . -type f ! -name '*.md5' -print0 | xargs -0 md5sum >"
              + " checksum.md5");
  private static final Rule ABSENT =
      Rule.warning(
          "checksum/absent",
          "a damaged copy is not noticed before it is installed; other files, such as"
              + " checksum.sha256, are ignored",
          "add ./checksum.md5");
  private static final Rule SEVERAL =
      Rule.warning(
          "checksum/several",
          "which of the files decides depends on the order of the directory",
          "keep one");
  private static final Rule UNLISTED =
      Rule.warning(
          "checksum/unlisted",
          "a file without a checksum can be damaged or added unnoticed",
          "write the sums last");

  private ChecksumChecks() {}

  static void check(Application app, Findings findings) throws IOException {
    List<String> sums = Md5Sums.names(app);
    if (sums.isEmpty()) {
      // A staging folder gets its sums when it is packed.
      if (app.isTarball()) {
        findings.add(ABSENT, app.name(), "there is no *.md5 file at the top");
      }
      return;
    }
    if (sums.size() > 1) {
      findings.add(SEVERAL, sums.get(1), "is one of several: " + String.join(", ", sums));
    }
    for (String file : sums) {
      Md5Sums checked = Md5Sums.check(app, file);
      for (Md5Sums.Mismatch mismatch : checked.mismatches()) {
        findings.add(
            MISMATCH,
            file,
            mismatch.line(),
            "checksum validation failed. (" + mismatch.reason() + ")");
      }
      if (!checked.listed().isEmpty()) {
        for (String other : checked.unlisted(app)) {
          findings.add(UNLISTED, other, "has no checksum in " + file);
        }
      }
    }
  }
}
