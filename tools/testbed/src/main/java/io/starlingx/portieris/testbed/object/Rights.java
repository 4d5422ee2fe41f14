/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.testbed.object;

import io.fabric8.kubernetes.api.model.authorization.v1.ResourceAttributes;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.starlingx.portieris.testbed.Awaited;

/**
 * Rights that roles grant: an API server goes by a role and a binding a little after it has both.
 */
public final class Rights {

  private Rights() {}

  /**
   * Returns once the API server lets a user do something.
   *
   * @param admin may create SubjectAccessReviews
   * @param right what the user may do; all that it leaves open counts as everything
   */
  public static void await(KubernetesClient admin, String user, ResourceAttributes right) {
    SubjectAccessReview question = question(user, right);
    Awaited.until(
        () -> "%s being let %s %s".formatted(user, right.getVerb(), right.getResource()),
        () -> isAllowed(admin, question));
  }

  /** Returns once the API server lets a user do something no more, as {@link #await}. */
  public static void awaitLoss(KubernetesClient admin, String user, ResourceAttributes right) {
    SubjectAccessReview question = question(user, right);
    Awaited.until(
        () -> "%s not being let %s %s".formatted(user, right.getVerb(), right.getResource()),
        () -> !isAllowed(admin, question));
  }

  private static SubjectAccessReview question(String user, ResourceAttributes right) {
    return new SubjectAccessReviewBuilder()
        .withNewSpec()
        .withUser(user)
        .withResourceAttributes(right)
        .endSpec()
        .build();
  }

  private static boolean isAllowed(KubernetesClient admin, SubjectAccessReview question) {
    return admin
        .authorization()
        .v1()
        .subjectAccessReview()
        .create(question)
        .getStatus()
        .getAllowed();
  }
}
