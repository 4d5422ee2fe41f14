/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.diff;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;

/**
 * Something that one application has otherwise than the other.
 *
 * @param subject a key, path or name
 * @param kind whether only one has it
 * @param before empty when added
 * @param after empty when removed
 */
public record Change(String subject, Kind kind, String before, String after) {

  /** Which of the two has it. */
  public enum Kind {
    ADDED,
    REMOVED,
    CHANGED
  }

  /** The differences of two mappings, in the order of the first, then of the second. */
  static List<Change> between(Map<String, String> before, Map<String, String> after) {
    SequencedSet<String> subjects = new LinkedHashSet<>(before.keySet());
    subjects.addAll(after.keySet());
    List<Change> changes = new ArrayList<>();
    for (String subject : subjects) {
      String old = before.getOrDefault(subject, "");
      String current = after.getOrDefault(subject, "");
      if (!after.containsKey(subject)) {
        changes.add(new Change(subject, Kind.REMOVED, old, ""));
      } else if (!before.containsKey(subject)) {
        changes.add(new Change(subject, Kind.ADDED, "", current));
      } else if (!old.equals(current)) {
        changes.add(new Change(subject, Kind.CHANGED, old, current));
      }
    }
    return changes;
  }
}
