/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.crd;

/** {@code status}, which the webhook writes. */
record PolicyStatus(
    @Field("The generation of the policy that this is about.") long observedGeneration,
    @Field("Number of rules.") int rules,
    @Field("Number of rules that cannot be used and deny what they match.") int unusableRules,
    @Field("Why the first unusable rule or exemption cannot be used; empty when all can.")
        String lastError) {}
