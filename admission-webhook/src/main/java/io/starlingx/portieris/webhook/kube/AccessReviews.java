/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.kube;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.starlingx.portieris.trust.http.Deadline;
import io.starlingx.portieris.trust.verdict.SingleFlight;
import io.starlingx.portieris.webhook.review.Requester;
import io.starlingx.portieris.webhook.review.SkipPermission;
import java.util.concurrent.ExecutorService;

/** Asks the API server's authorizer: verb {@code skip} on the cluster's image policies. */
public final class AccessReviews implements SkipPermission {

  private final KubernetesClient client;
  private final SingleFlight<Requester, Answer> flights;

  /** Requests run on {@code executor}, which is not closed here. */
  public AccessReviews(KubernetesClient client, ExecutorService executor) {
    this.client = requireNonNull(client, "client");
    this.flights = new SingleFlight<>(executor);
  }

  @Override
  public Answer of(Requester requester, Deadline deadline) {
    return flights
        .get(requester, deadline, () -> ask(requester))
        .orElseGet(() -> new Answer.Unknown("the API server did not answer in time"));
  }

  private Answer ask(Requester requester) {
    try {
      SubjectAccessReview review = client.resource(question(requester)).create();
      boolean allowed =
          review.getStatus() != null && Boolean.TRUE.equals(review.getStatus().getAllowed());
      return allowed ? new Answer.Allowed() : new Answer.Refused();
    } catch (KubernetesClientException e) {
      return new Answer.Unknown(ApiFailure.cause(e));
    }
  }

  private static SubjectAccessReview question(Requester requester) {
    return new SubjectAccessReviewBuilder()
        .withNewSpec()
        .withUser(requester.username())
        .withUid(requester.uid())
        .withGroups(requester.groups())
        .withExtra(requester.extra())
        .withNewResourceAttributes()
        .withGroup("portieris.cloud.ibm.com")
        .withResource("clusterimagepolicies")
        .withVerb("skip")
        .endResourceAttributes()
        .endSpec()
        .build();
  }
}
