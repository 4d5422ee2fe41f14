/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.operation;

import io.starlingx.portieris.framework.preview.ReleaseChange;
import java.util.List;

/** What is told of an apply that was not made. */
public sealed interface PreviewResult {

  /** It would do this, release after release. */
  record Previewed(List<ReleaseChange> releases) implements PreviewResult {}

  /** It would be refused, or fail before it came to the cluster. */
  record NotPreviewed(String text) implements PreviewResult {}
}
