/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.review;

import static java.util.Objects.requireNonNull;

import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Texts about objects that are met again and again: each is written once as long as no other takes
 * its place. At most {@value #PLACES} of at most {@value #LONGEST} characters are kept, and no
 * object for the sake of its text. No order of use is kept up at each look, as by a cache with a
 * bound, which would take back much of what is saved. Safe for use by any number of threads.
 *
 * @param <T> compared by identity, and must not change
 */
final class KeptTexts<T> {

  static final int PLACES = 2_048;
  static final int LONGEST = 1_000;

  private record Kept<T>(WeakReference<T> about, String text) {}

  private final Function<T, String> writer;
  private final AtomicReferenceArray<@Nullable Kept<T>> places = new AtomicReferenceArray<>(PLACES);

  /** Nothing is written yet. */
  KeptTexts(Function<T, String> writer) {
    this.writer = requireNonNull(writer, "writer");
  }

  /** The text about an object, as it is written. */
  String of(T object) {
    int place = System.identityHashCode(object) % PLACES;
    Kept<T> kept = places.get(place);
    if (kept != null && kept.about().refersTo(object)) {
      return kept.text();
    }
    String text = writer.apply(object);
    if (text.length() <= LONGEST) {
      places.set(place, new Kept<>(new WeakReference<>(object), text));
    }
    return text;
  }
}
