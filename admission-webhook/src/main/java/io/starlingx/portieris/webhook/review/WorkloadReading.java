/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.review;

import static java.util.Objects.requireNonNull;

import io.starlingx.portieris.webhook.review.AdmissionResponse.Denied;

/** What an object turned out to be. */
sealed interface WorkloadReading {

  /** A workload with at least one image in a container. */
  record Found(Workload workload) implements WorkloadReading {
    public Found {
      requireNonNull(workload, "workload");
    }
  }

  /** Nothing whose images could be decided. */
  record Refused(Denied denial) implements WorkloadReading {
    public Refused {
      requireNonNull(denial, "denial");
    }
  }
}
