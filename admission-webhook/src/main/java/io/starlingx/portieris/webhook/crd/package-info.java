/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * The policy kinds as the API server knows them: records whose annotated components are the fields.
 * The chart's definitions and the reference for people are generated from these.
 */
@NullMarked
package io.starlingx.portieris.webhook.crd;

import org.jspecify.annotations.NullMarked;
