/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.crd;

import java.util.List;

/** {@code policy.trust}. */
@Rule(
    value = "!(has(self.trustServer) && has(self.trustServers))",
    message = "trustServers excludes trustServer")
record TrustFields(
    @Field("Nothing in this section is checked unless this is true.") boolean enabled,
    @Field(
            "Base URL of the trust server. Absent means the one that the chart's values name for the"
                + " registry.")
        String trustServer,
    @Field(
            value = "Base URLs of trust servers that hold the same data, tried in order.",
            added = true,
            maxItems = 16,
            maxLength = 2048,
            pattern = "^https?://[^/?#@\\s]+(/[^?#\\s]*)?$")
        List<String> trustServers,
    @Field("Secrets that name the required signers (name) and hold their keys (publicKey).")
        List<SignerSecret> signerSecrets,
    @Field(
            value =
                "How many of the signers must have signed - all (the default), any or a number.",
            added = true)
        SignerCount require,
    @Field(
            value =
                "What the image's root of trust must be. Exactly one anchor, or a word about first"
                    + " use.",
            added = true)
        Root root) {

  /** {@code trust.signerSecrets[]}. */
  record SignerSecret(
      @Field("Name of the Secret.") String name,
      @Field(
              value =
                  "Namespace of the Secret. Absent means that of the ImagePolicy, and the webhook's"
                      + " own for a ClusterImagePolicy.",
              added = true,
              minLength = 1,
              maxLength = 63)
          String namespace) {}

  /** A word or a number. */
  record SignerCount() {}

  /** {@code trust.root}. */
  @Rule(
      value =
          "(has(self.keyIds) ? 1 : 0) + (has(self.publicKeys) ? 1 : 0) + (has(self.ca) ? 1 : 0) +"
              + " (has(self.secretName) ? 1 : 0) < 2",
      message = "only one of keyIds, publicKeys, ca and secretName may be given")
  @Rule(
      value =
          "has(self.keyIds) || has(self.publicKeys) || has(self.ca) || has(self.secretName) ||"
              + " has(self.firstUse)",
      message = "one of keyIds, publicKeys, ca, secretName and firstUse must be given")
  record Root(
      @Field(
              value = "Accepted ids of the root key, as root.json or its canonical form has them.",
              minItems = 1,
              maxItems = 64,
              maxLength = 64,
              pattern = "^[0-9a-f]{64}$")
          List<String> keyIds,
      @Field(
              value = "Accepted root keys, each as PEM of type PUBLIC KEY.",
              minItems = 1,
              maxItems = 64,
              maxLength = 16384,
              pattern = "-----BEGIN PUBLIC KEY-----")
          List<String> publicKeys,
      @Field(
              value = "PEM certificates; the root key's certificate must chain to one of them.",
              maxLength = 262144,
              pattern = "-----BEGIN CERTIFICATE-----")
          String ca,
      @Field(
              value = "Secret that holds the anchor under publicKeys or ca, as PEM.",
              minLength = 1,
              maxLength = 253)
          String secretName,
      @Field(
              value =
                  "Whether the first root seen is trusted from then on. Absent means the chart's"
                      + " trust.firstUse.",
              oneOf = {"Allow", "Deny"})
          String firstUse) {}
}
