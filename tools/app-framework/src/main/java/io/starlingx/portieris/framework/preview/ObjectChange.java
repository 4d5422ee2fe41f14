/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.preview;

import java.util.List;
import java.util.Locale;

/**
 * What would become of one object.
 *
 * @param namespace empty for an object of the cluster's
 * @param diff lines in unified format; the values of Secrets are never among them
 * @param note what the server said against it, or why it was not asked; may be empty
 */
public record ObjectChange(
    Action action, String kind, String namespace, String name, List<String> diff, String note) {

  public ObjectChange {
    diff = List.copyOf(diff);
  }

  /** What an apply would do with it. */
  public enum Action {
    CREATE,
    CHANGE,
    DELETE,
    /** Nothing. */
    NONE,
    /** The API server would not accept it; the apply would fail. */
    REFUSED;

    /** The name as shown, for example {@code create}. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
