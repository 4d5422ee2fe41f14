/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * Puts the webhook to work for half a minute where there is neither a cluster nor a trust server,
 * so that its image can carry what the virtual machine learnt. One public class: {@code
 * WebhookRehearsal}.
 */
@NullMarked
package io.starlingx.portieris.app.rehearsal;

import org.jspecify.annotations.NullMarked;
