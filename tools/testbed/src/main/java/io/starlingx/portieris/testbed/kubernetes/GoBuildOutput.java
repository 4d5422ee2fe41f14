/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.testbed.kubernetes;

import io.starlingx.portieris.testbed.Progress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Reads what {@code go build -v} prints: a line per download, per package built, and messages. */
final class GoBuildOutput implements Consumer<String> {

  private static final Pattern PACKAGE = Pattern.compile("[\\w.~-]+(/[\\w.~-]+)*");
  private static final int KEPT_MESSAGES = 30;
  private static final int EACH = 100;

  private final Progress progress;
  private final Deque<String> messages = new ArrayDeque<>();
  private final int all;
  private int downloads;
  private int packages;

  /** Reads of about {@code all} packages. */
  GoBuildOutput(Progress progress, int all) {
    this.progress = progress;
    this.all = all;
  }

  @Override
  public void accept(String line) {
    if (line.startsWith("go: downloading ")) {
      downloads++;
      if (downloads % EACH == 0) {
        progress.update(downloads + " modules downloaded");
      }
    } else if (PACKAGE.matcher(line).matches()) {
      packages++;
      if (packages % EACH == 0) {
        progress.update(packages + " of about " + all + " packages built");
      }
    } else {
      messages.add(line);
      if (messages.size() > KEPT_MESSAGES) {
        messages.remove();
      }
    }
  }

  /** The last messages, for the one who has to find out why the build failed. */
  String messages() {
    return String.join("\n", messages);
  }
}
