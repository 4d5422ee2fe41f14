/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.kube;

import static java.util.Objects.requireNonNull;

import com.github.benmanes.caffeine.cache.Ticker;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.starlingx.portieris.webhook.log.EventLog;
import io.starlingx.portieris.webhook.review.ObjectDecision;
import io.starlingx.portieris.webhook.review.ReviewObservation;
import io.starlingx.portieris.webhook.review.ReviewObserver;
import io.starlingx.portieris.webhook.review.ReviewedObject;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Writes each denial as an event on what it denies, or on the object that made it: whoever looks
 * for the pods of a ReplicaSet finds there why there are none. Writing takes none of the request's
 * time, and a dry run writes nothing.
 */
public final class DenialEvents implements ReviewObserver {

  /** What became of an event. */
  public enum Fate {
    WRITTEN,
    /** Too many like it, or too many of its namespace, were written just before. */
    LIMITED,
    FAILED
  }

  private static final EventLog LOG = EventLog.of(DenialEvents.class);

  /** Longest name, and more than any kind has. */
  private static final int MAX_NAME = 253;

  private final EventWriter writer;
  private final EventLimit limit;
  private final Executor executor;
  private final Consumer<Fate> fates;

  /**
   * For the life of the program.
   *
   * @param executor writes events; not closed here
   * @param fates hears what became of each
   */
  public DenialEvents(KubernetesClient client, Executor executor, Consumer<Fate> fates) {
    this.writer = new EventWriter(client);
    this.limit = new EventLimit(Ticker.systemTicker());
    this.executor = requireNonNull(executor, "executor");
    this.fates = requireNonNull(fates, "fates");
  }

  @Override
  public ReviewObservation begins(ReviewedObject object, Duration decoding) {
    return new ReviewObservation() {
      @Override
      public void decided(ObjectDecision decision) {
        if (!decision.admitted() && !object.dryRun()) {
          tell(involved(object), decision.message().strip());
        }
      }
    };
  }

  private static ObjectReference involved(ReviewedObject object) {
    ObjectReferenceBuilder about = new ObjectReferenceBuilder().withNamespace(object.namespace());
    return object
        .controller()
        .map(
            owner ->
                about
                    .withApiVersion(owner.apiVersion())
                    .withKind(owner.kind())
                    .withName(owner.name())
                    .withUid(owner.uid()))
        .orElseGet(
            () ->
                about
                    .withApiVersion(object.apiVersion())
                    .withKind(object.kind())
                    .withName(object.name())
                    .withUid(object.uid()))
        .build();
  }

  private void tell(ObjectReference about, String message) {
    boolean named =
        !about.getName().isEmpty()
            && about.getName().length() <= MAX_NAME
            && about.getKind().length() <= MAX_NAME
            && about.getApiVersion().length() <= MAX_NAME
            && about.getUid().length() <= MAX_NAME;
    if (!named || !limit.admits(about.getNamespace(), about + " " + message)) {
      fates.accept(Fate.LIMITED);
      return;
    }
    executor.execute(() -> write(about, message));
  }

  private void write(ObjectReference about, String message) {
    try {
      writer.write(about, "portieris-denial", "ImageDenied", "Warning", message);
      fates.accept(Fate.WRITTEN);
    } catch (IOException e) {
      fates.accept(Fate.FAILED);
      LOG.warn(
          "a denial was not written as an event",
          EventLog.fields()
              .with("namespace", about.getNamespace())
              .with("cause", String.valueOf(e.getMessage())));
    }
  }
}
