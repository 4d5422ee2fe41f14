/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.config;

/**
 * What the webhook tells of its work beside logs and metrics.
 *
 * @param events whether denials are written as events
 */
public record ObservationSettings(boolean events) {}
