/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.starlingx.portieris.trust.tuf.DirectoryFloor;
import io.starlingx.portieris.trust.tuf.TrustObserver;
import io.starlingx.portieris.trust.tuf.VersionFloor;
import io.starlingx.portieris.webhook.kube.BackgroundFloor;
import io.starlingx.portieris.webhook.kube.ConfigMapFloor;
import io.starlingx.portieris.webhook.kube.FirstUseEvents;
import io.starlingx.portieris.webhook.metrics.WebhookMetrics;
import java.nio.file.Path;
import java.util.List;

/**
 * What is remembered of repositories, and who hears of it.
 *
 * @param end writes what need not be written before an answer, within some seconds
 */
record TrustMemory(VersionFloor floor, TrustObserver observer, Runnable end)
    implements AutoCloseable {

  /** The memory of this process and of those that follow it. */
  static TrustMemory in(Path directory, TrustObserver observer) {
    return new TrustMemory(new DirectoryFloor(directory), observer, () -> {});
  }

  /** The memory of all replicas. */
  static TrustMemory in(KubernetesClient client, String namespace, WebhookMetrics metrics) {
    ConfigMapFloor objects = new ConfigMapFloor(client, namespace, metrics.trust());
    BackgroundFloor floor = new BackgroundFloor(objects, objects, metrics.trust());
    FirstUseEvents events = new FirstUseEvents(client, namespace, metrics.trust());
    metrics.unlisted(objects::unlisted);
    List<WriteBehind> writers =
        List.of(
            new WriteBehind(objects::list, objects::close),
            new WriteBehind(events::write, events::close));
    return new TrustMemory(
        floor,
        events,
        () -> {
          floor.close();
          writers.forEach(WriteBehind::stop);
          writers.forEach(WriteBehind::close);
        });
  }

  /** Writes what is not written yet, within some seconds. */
  @Override
  public void close() {
    end.run();
  }
}
