/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.crd;

import java.util.List;

/** {@code spec} of an ImagePolicy or ClusterImagePolicy. */
record PolicySpec(
    @Field(
            value =
                "Images that are admitted without checks for a limited time, where policies of the"
                    + " cluster would check them.",
            added = true,
            clusterOnly = true,
            maxItems = 1024)
        List<Exempted> exemptions,
    @Field(
            "One rule per image name or pattern. The best match wins: an exact name, else the"
                + " pattern with most literal characters, else the first.")
        List<Repository> repositories) {

  /** {@code spec.exemptions[]}. */
  record Exempted(
      @Field(
              value = "The image by digest, without tag: name@sha256:<64 hexadecimal digits>.",
              required = true,
              maxLength = 1024,
              pattern = "^([^/@\\s]+/)*[^/:@\\s]+@sha256:[0-9a-f]{64}$")
          String image,
      @Field(
              value = "Why; recorded with each admission.",
              required = true,
              minLength = 1,
              maxLength = 1024)
          String reason,
      @Field(
              value = "When the exemption ends, as an RFC 3339 time.",
              required = true,
              format = "date-time")
          String until) {}

  /** {@code spec.repositories[]}. */
  record Repository(
      @Field(
              "Image name or pattern; * stands for any characters. Host and path are matched apart,"
                  + " and a tag may follow where the pattern names none.")
          String name,
      @Field(
              value =
                  "What a refusal does: Enforce denies, Warn admits the unmodified image with a"
                      + " warning, Audit admits it and only records the refusal. Absent means"
                      + " Enforce. In an ImagePolicy it counts only where the chart's"
                      + " policies.allowNamespacedModes is true.",
              added = true,
              oneOf = {"Enforce", "Warn", "Audit"})
          String mode,
      @Field(
              value =
                  "Where an ImagePolicy decides on an image, the best mandatory rule of the cluster"
                      + " policies has to pass as well, on the same digest.",
              added = true,
              clusterOnly = true)
          boolean mandatory,
      @Field(
              value =
                  "The checks that the image has to pass. Without any it is admitted unmodified.",
              nullable = true)
          Checks policy) {}

  /** {@code spec.repositories[].policy}. */
  record Checks(
      @Field("Whether a verified image is replaced by its digest. Absent means true.")
          boolean mutateImage,
      @Field("Notary v1 (Docker Content Trust).") TrustFields trust,
      @Field("Simple signing. Evaluated only where requirements are listed.") SimpleFields simple,
      @Field("Rules of a cloud service that no longer exists; enabled, they deny.")
          Vulnerability vulnerability) {}

  /** {@code policy.vulnerability}. */
  record Vulnerability(
      @Field(value = "IBM Vulnerability Advisor.", name = "ICCRVA") Advisor advisor) {}

  /** {@code policy.vulnerability.ICCRVA}. */
  record Advisor(
      @Field("Absent means false.") boolean enabled,
      @Field("Account whose exemptions counted.") String account) {}
}
