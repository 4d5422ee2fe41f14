/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.image;

import io.starlingx.portieris.app.push.ImageCopy;
import io.starlingx.portieris.app.push.ImageSource;
import io.starlingx.portieris.app.push.Pause;
import io.starlingx.portieris.app.push.PushCredentials;
import io.starlingx.portieris.app.push.PushException;
import io.starlingx.portieris.app.push.PushProgress;
import io.starlingx.portieris.app.push.PushResult;
import io.starlingx.portieris.app.push.PushSettings;
import io.starlingx.portieris.app.push.PushTarget;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Copies the images of an application to the chosen registry, five at a time as sysinv does. */
public final class ImageMirror {

  private static final int AT_ONCE = 5;

  private final MirrorSettings settings;
  private final MirroredValues values;

  public ImageMirror(MirrorSettings settings) {
    this.settings = settings;
    this.values = new MirroredValues(settings.registry());
  }

  /** One image cannot be copied. The message is sysinv's, the cause's the reason. */
  public static final class MirrorException extends Exception {
    private static final long serialVersionUID = 1L;

    MirrorException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /**
   * Copies images that are not there yet.
   *
   * @param images each with its registry
   * @param isAborted whether those that wait are not to be copied any more
   * @param log hears of each image
   * @throws MirrorException when one cannot be copied; the others are
   */
  public void copy(List<String> images, BooleanSupplier isAborted, Consumer<String> log)
      throws MirrorException {
    try (ExecutorService workers = Executors.newFixedThreadPool(AT_ONCE)) {
      List<Future<String>> copies = new ArrayList<>();
      for (String image : images.stream().distinct().toList()) {
        copies.add(workers.submit(() -> copy(image, isAborted)));
      }
      Optional<MirrorException> failure = Optional.empty();
      for (Future<String> copy : copies) {
        try {
          log.accept(copy.get());
        } catch (ExecutionException e) {
          MirrorException failed =
              e.getCause() instanceof MirrorException known
                  ? known
                  : new MirrorException(String.valueOf(e.getCause()), e);
          failure = failure.or(() -> Optional.of(failed));
        } catch (InterruptedException e) {
          workers.shutdownNow();
          Thread.currentThread().interrupt();
          throw new MirrorException("interrupted", e);
        }
      }
      if (failure.isPresent()) {
        throw failure.get();
      }
    }
  }

  private String copy(String image, BooleanSupplier isAborted) throws MirrorException {
    if (isAborted.getAsBoolean()) {
      throw new MirrorException("operation aborted by user", new IllegalStateException(image));
    }
    try {
      ImageSource source = ImageSource.parse(image);
      PushTarget target = target(image);
      Optional<PushResult> result =
          new ImageCopy(
                  settings(image),
                  settings(target.registry() + "/" + target.repository()),
                  PushProgress.silent())
              .copy(source, target);
      return result
          .map(pushed -> source + " is copied to " + target + " as " + pushed.digest())
          .orElse(target + " is there already");
    } catch (IllegalArgumentException | PushException e) {
      throw new MirrorException("Failed to download image: " + image + ": " + e.getMessage(), e);
    }
  }

  /** Pods name the tag, with or without the digest that the copy keeps. */
  private PushTarget target(String image) {
    String place = values.target(image).replaceFirst("@sha256:.*", "");
    int colon = place.lastIndexOf(':');
    boolean hasTag = colon > place.lastIndexOf('/');
    return PushTarget.parse(
        hasTag ? place : place + ":latest", hasTag ? place.substring(0, colon) : place, "latest");
  }

  private PushSettings settings(String repository) {
    PushCredentials credentials = settings.credentials().apply(repository);
    return new PushSettings(
        credentials, settings.authorities(), List.of(), Optional.empty(), Pause.real());
  }
}
