/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.review;

import io.starlingx.portieris.trust.http.Deadline;
import java.util.Set;

/** Knows what the objects of the cluster carry that pods are made by. */
@FunctionalInterface
public interface OwnerSource {

  /**
   * The images of the object that the reference names, if it exists with that very UID; none when
   * there is no such object, when its kind runs no containers, or when it cannot be read. Never
   * throws; returns by the deadline.
   */
  Set<CarriedImage> carried(String namespace, OwnerReference owner, Deadline deadline);
}
