/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.kube;

import static java.util.Objects.requireNonNull;

import io.starlingx.portieris.trust.http.Deadline;
import io.starlingx.portieris.trust.http.RequestContext;
import io.starlingx.portieris.trust.registry.CredentialStore;
import io.starlingx.portieris.webhook.log.EventLog;
import io.starlingx.portieris.webhook.review.PullCredentials;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/**
 * The pull secrets that the operator lends to every workload, from the webhook's own namespace, as
 * they are now: a new password needs no restart.
 */
public final class OwnPullSecrets implements Function<Deadline, CredentialStore> {

  private static final EventLog LOG = EventLog.of(OwnPullSecrets.class);
  private static final Duration LONGEST = Duration.ofSeconds(2);

  private final WorkloadPullSecrets reader;
  private final String namespace;
  private final List<String> names;
  private volatile List<String> reported = List.of();

  /** Secrets of these names, in this order. */
  public OwnPullSecrets(WorkloadPullSecrets reader, String namespace, List<String> names) {
    this.reader = requireNonNull(reader, "reader");
    this.namespace = requireNonNull(namespace, "namespace");
    this.names = List.copyOf(names);
  }

  /** Those that can be used; the others are logged when they change. */
  @Override
  public CredentialStore apply(Deadline deadline) {
    if (names.isEmpty()) {
      return CredentialStore.empty();
    }
    Duration time = deadline.remainingUpTo(LONGEST);
    RequestContext context = RequestContext.unrecorded(Deadline.after(time));
    PullCredentials found = reader.read(namespace, names, context);
    // Without time nobody was asked, which says nothing about the Secrets.
    if (time.isPositive() && !found.problems().equals(reported)) {
      reported = found.problems();
      reported.forEach(
          problem -> LOG.warn(problem, EventLog.fields().with("key", "trust.pullSecrets")));
    }
    return found.store();
  }
}
