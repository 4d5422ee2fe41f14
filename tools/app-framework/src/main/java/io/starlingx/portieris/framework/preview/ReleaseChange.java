/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.preview;

import java.util.List;

/**
 * What would become of one release.
 *
 * @param name of the Helm release
 * @param chart name and version
 * @param isNew whether it would be installed rather than upgraded
 * @param hooks what Helm would run around it, such as {@code pre-install Job prepare}
 */
public record ReleaseChange(
    String name,
    String namespace,
    String chart,
    boolean isNew,
    List<ObjectChange> objects,
    List<String> hooks) {

  public ReleaseChange {
    objects = List.copyOf(objects);
    hooks = List.copyOf(hooks);
  }

  /** How many of the objects would meet with that. */
  public long count(ObjectChange.Action action) {
    return objects.stream().filter(object -> object.action() == action).count();
  }
}
