/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.crd;

import java.util.List;

/** {@code policy.simple}. */
record SimpleFields(
    @Field(
            value = "Requirements that all have to be met.",
            nullable = true,
            nullableInCluster = true)
        List<Requirement> requirements,
    @Field(value = "http or https URL of a lookaside store of signatures.", name = "storeURL")
        String storeUrl,
    @Field("Secret with username and password for storeURL.") String storeSecret) {

  /** {@code simple.requirements[]}. */
  record Requirement(
      @Field(
              value = "Kind of the requirement.",
              required = true,
              oneOf = {"insecureAcceptAnything", "reject", "signedBy"})
          String type,
      @Field("Secret whose data key \"key\" holds the signer's public key; signedBy needs it.")
          String keySecret,
      @Field(
              "Namespace of that Secret. Absent means that of the ImagePolicy, and the webhook's own"
                  + " for a ClusterImagePolicy.")
          String keySecretNamespace,
      @Field(
              value = "Namespace of storeSecret, with the same default.",
              added = true,
              minLength = 1,
              maxLength = 63)
          String storeSecretNamespace,
      @Field(
              "How the signed name must relate to the image's. Absent means equal repository, and"
                  + " equal tag where there is one.")
          Identity signedIdentity) {}

  /** {@code requirements[].signedIdentity}. */
  record Identity(
      @Field(
              value = "Kind of the relation.",
              required = true,
              oneOf = {
                "",
                "matchExact",
                "matchRepository",
                "matchExactReference",
                "matchExactRepository",
                "remapIdentity"
              })
          String type,
      @Field("The signed reference that matchExactReference asks for.") String dockerReference,
      @Field("The signed repository that matchExactRepository asks for.") String dockerRepository,
      @Field("Start of the image's name that remapIdentity replaces.") String prefix,
      @Field("What remapIdentity replaces it with.") String signedPrefix) {}
}
