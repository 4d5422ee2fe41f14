/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.policy;

import io.starlingx.portieris.trust.image.ImageReference;
import io.starlingx.portieris.trust.image.ParsedImage;
import io.starlingx.portieris.trust.policy.SigningRequirement.SignedIdentity;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads {@code policy.simple}. */
final class SimpleSigningReader {

  private static final List<String> TYPES = List.of("insecureAcceptAnything", "reject", "signedBy");

  private SimpleSigningReader() {}

  static Optional<Requirement> read(PolicyFields simple) {
    List<SigningRequirement> requirements = new ArrayList<>();
    for (PolicyFields entry : simple.objects("requirements")) {
      requirement(entry).ifPresent(requirements::add);
      entry.end();
    }
    Optional<String> storeUrl = simple.text("storeURL");
    Optional<String> storeSecret = simple.text("storeSecret");
    simple.end();
    return requirements.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Requirement.SimpleSigning(
                requirements, storeUrl.flatMap(url -> store(simple, url)), storeSecret));
  }

  private static Optional<URI> store(PolicyFields simple, String text) {
    if (!text.startsWith("http://") && !text.startsWith("https://")) {
      simple.problem("storeURL", "expecting https:// or http:// URL");
      return Optional.empty();
    }
    try {
      URI url = new URI(text);
      if (url.getHost() != null
          && url.getRawUserInfo() == null
          && url.getRawQuery() == null
          && url.getRawFragment() == null) {
        return Optional.of(url);
      }
      simple.problem(
          "storeURL", "must have a host, and no user, query or fragment; name a storeSecret");
    } catch (URISyntaxException e) {
      simple.problem("storeURL", "not a URL");
    }
    return Optional.empty();
  }

  private static Optional<SigningRequirement> requirement(PolicyFields entry) {
    Optional<String> type = entry.choice("type", TYPES);
    Optional<String> keySecret = entry.text("keySecret");
    Optional<String> keyNamespace = entry.text("keySecretNamespace");
    Optional<String> storeNamespace = entry.text("storeSecretNamespace");
    SignedIdentity identity =
        entry
            .object("signedIdentity")
            .map(SimpleSigningReader::identity)
            .orElseGet(SignedIdentity.MatchRepoDigestOrExact::new);
    if (!entry.has("type")) {
      entry.problem("type", "missing; accepted: " + String.join(", ", TYPES));
    }
    return type.map(
        t ->
            switch (t) {
              case "insecureAcceptAnything" -> new SigningRequirement.AcceptAnything();
              case "reject" -> new SigningRequirement.Reject();
              default -> {
                if (keySecret.isEmpty()) {
                  entry.problem("keySecret", "KeySecret missing in signedBy requirement");
                }
                yield new SigningRequirement.SignedBy(
                    keySecret.orElse(""), keyNamespace, storeNamespace, identity);
              }
            });
  }

  private static SignedIdentity identity(PolicyFields fields) {
    String type = fields.text("type").orElse("");
    String reference = fields.text("dockerReference").orElse("");
    String repository = fields.text("dockerRepository").orElse("");
    String prefix = fields.text("prefix").orElse("");
    String signedPrefix = fields.text("signedPrefix").orElse("");
    switch (type) {
      case "matchExactReference" -> checkReference(fields, reference);
      case "matchExactRepository" -> checkName(fields, "dockerRepository", repository);
      case "remapIdentity" -> {
        checkName(fields, "prefix", prefix + "/x");
        checkName(fields, "signedPrefix", signedPrefix + "/x");
      }
      default -> {}
    }
    fields.end();
    return switch (type) {
      case "matchExact" -> new SignedIdentity.MatchExact();
      case "matchRepository" -> new SignedIdentity.MatchRepository();
      case "matchExactReference" -> new SignedIdentity.ExactReference(reference);
      case "matchExactRepository" -> new SignedIdentity.ExactRepository(repository);
      case "remapIdentity" -> new SignedIdentity.Remap(prefix, signedPrefix);
      case "" -> new SignedIdentity.MatchRepoDigestOrExact();
      default -> {
        fields.problem("type", "invalid SignedIdentity Type: " + type);
        yield new SignedIdentity.MatchRepoDigestOrExact();
      }
    };
  }

  private static void checkReference(PolicyFields fields, String text) {
    boolean precise =
        ImageReference.parse(text) instanceof ParsedImage.Valid(ImageReference reference)
            && (reference.tag().isPresent() || reference.digest().isPresent());
    if (!precise) {
      fields.problem("dockerReference", "must be an image name with a tag or digest");
    }
  }

  private static void checkName(PolicyFields fields, String field, String text) {
    boolean bare =
        ImageReference.parse(text) instanceof ParsedImage.Valid(ImageReference reference)
            && reference.suffix().isEmpty();
    if (!bare) {
      fields.problem(
          field, "must be an image name, or the beginning of one, without tag or digest");
    }
  }
}
