/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
/** AdmissionReview in, verdicts on its images, patch or denial out. */
@NullMarked
package io.starlingx.portieris.webhook.review;

import org.jspecify.annotations.NullMarked;
