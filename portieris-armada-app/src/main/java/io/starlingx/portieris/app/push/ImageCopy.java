/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.push;

import java.net.http.HttpClient;
import java.util.Optional;

/**
 * Copies an image from one registry to another with the very bytes of its manifests, all its
 * architectures included: what was signed stays signed. Nothing is stored on the way.
 */
public final class ImageCopy {

  private final PushSettings from;
  private final PushSettings to;
  private final PushProgress progress;

  /**
   * @param from how to talk to the registry that has the image
   * @param to how to talk to the one that is to have it
   */
  public ImageCopy(PushSettings from, PushSettings to, PushProgress progress) {
    this.from = from;
    this.to = to;
    this.progress = progress;
  }

  /**
   * Copies an image, unless the target is there already.
   *
   * @return what was pushed; empty when there was nothing to do
   * @throws PushException when it cannot be copied as a whole; the tag is then as it was
   */
  public Optional<PushResult> copy(ImageSource source, PushTarget target) throws PushException {
    try (HttpClient pulling = ImagePush.client(from);
        HttpClient pushing = ImagePush.client(to)) {
      Exchange push = new Exchange(pushing, to.pause());
      if (isThere(push, target)) {
        return Optional.empty();
      }
      Exchange pull = new Exchange(pulling, from.pause());
      PushTarget place = new PushTarget(source.registry(), source.repository(), source.reference());
      Authorization authorization = new Authorization(pull, place, from, "pull");
      ImageContent content =
          new RemoteImage(source, new RegistrySession(pull, authorization, place)).read();
      return Optional.of(new ImagePush(to, progress).push(push, content, target));
    }
  }

  private boolean isThere(Exchange push, PushTarget target) throws PushException {
    Authorization authorization = new Authorization(push, target, to, "pull,push");
    RegistrySession session = new RegistrySession(push, authorization, target);
    Answer answer =
        session.send(
            RegistryRequest.of("HEAD", session.at("manifests/" + target.tag()))
                .accepting(RemoteImage.TYPES));
    if (answer.status() == 200) {
      return true;
    }
    if (answer.status() == 404) {
      return false;
    }
    throw session.refused(answer, "the question for " + target);
  }
}
