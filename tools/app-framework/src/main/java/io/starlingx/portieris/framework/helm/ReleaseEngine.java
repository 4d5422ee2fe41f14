/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.helm;

import io.starlingx.portieris.framework.manifest.HelmRelease;
import java.util.List;

/** Whatever brings releases to a cluster and takes them away again. */
public interface ReleaseEngine {

  /**
   * Is told of all releases before the first is applied.
   *
   * @throws HelmFailure when they cannot be applied
   */
  default void begin(List<ReleaseRequest> requests) throws HelmFailure {}

  /**
   * Installs the release, or upgrades it where it exists, and returns when that is done.
   *
   * @return what the chart has to say to who installs it; may be empty
   * @throws HelmFailure when it did not succeed; what was installed stays for the next try
   */
  String apply(ReleaseRequest request) throws HelmFailure;

  /**
   * Asks for the end of the call under way, which then fails; nothing happens when there is none.
   *
   * @param isForced at once, whatever that leaves behind
   */
  default void interrupt(boolean isForced) {}

  /**
   * Takes the release away; nothing happens when it does not exist. The chart's custom resource
   * definitions and the namespace stay.
   *
   * @throws HelmFailure when it did not succeed
   */
  void remove(HelmRelease release) throws HelmFailure;

  /** Whether the cluster changes releases by itself, unless they are suspended. */
  default boolean isReconciling() {
    return false;
  }

  /**
   * Lets nothing change these releases until they are applied again.
   *
   * @throws HelmFailure when it did not succeed
   */
  default void suspend(List<HelmRelease> releases) throws HelmFailure {}
}
