/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.chart;

import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Every state that the API server ever showed of the webhook configuration. */
final class WebhookChanges implements AutoCloseable {

  static final String NAME = "image-admission-config";

  private final BlockingQueue<MutatingWebhookConfiguration> seen = new LinkedBlockingQueue<>();
  private final Watch watch;

  WebhookChanges(KubernetesClient client) {
    watch =
        client
            .admissionRegistration()
            .v1()
            .mutatingWebhookConfigurations()
            .withName(NAME)
            .watch(
                new Watcher<>() {
                  @Override
                  public void eventReceived(Action action, MutatingWebhookConfiguration object) {
                    // Gone is a state without webhooks.
                    seen.add(
                        action == Action.DELETED ? new MutatingWebhookConfiguration() : object);
                  }

                  @Override
                  public void onClose(WatcherException cause) {}
                });
  }

  MutatingWebhookConfiguration next() throws InterruptedException {
    MutatingWebhookConfiguration next = seen.poll(120, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("the webhook configuration did not change");
    }
    return next;
  }

  @Override
  public void close() {
    watch.close();
  }
}
