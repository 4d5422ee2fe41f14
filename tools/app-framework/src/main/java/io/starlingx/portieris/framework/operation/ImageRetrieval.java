/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.operation;

import io.starlingx.portieris.framework.image.ImageMirror;
import io.starlingx.portieris.framework.image.ImageMirror.MirrorException;
import io.starlingx.portieris.framework.image.MirrorSettings;
import java.util.List;
import java.util.Optional;

/**
 * Brings images to where pods will pull them.
 *
 * @param mirror the registry that they are copied to; empty to leave them where they are
 */
record ImageRetrieval(Optional<MirrorSettings> mirror) {

  /**
   * Copies those that are not there yet.
   *
   * @param images each with its own registry
   */
  void run(List<String> images, Steps steps, OperationLog log) throws OperationFailure {
    if (mirror.isPresent()) {
      steps.say(ProgressText.RETRIEVING_IMAGES);
      try {
        new ImageMirror(mirror.get()).copy(images, steps::isAborted, log::write);
      } catch (MirrorException e) {
        throw new OperationFailure(String.valueOf(e.getMessage()), e);
      }
    }
  }
}
