/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.starlingx.portieris.trust.http.RequestContext;
import io.starlingx.portieris.trust.notary.Signer;
import io.starlingx.portieris.trust.policy.ImagePolicy;
import io.starlingx.portieris.trust.policy.PemDocument;
import io.starlingx.portieris.trust.policy.RootAnchor;
import io.starlingx.portieris.trust.policy.RootPin;
import io.starlingx.portieris.trust.policy.SecretLookup;
import io.starlingx.portieris.trust.policy.SecretReader;
import io.starlingx.portieris.trust.policy.SignerSecret;
import io.starlingx.portieris.trust.policy.SigningRequirement;
import io.starlingx.portieris.trust.registry.Credentials;
import io.starlingx.portieris.trust.simplesigning.KeyringCache;
import io.starlingx.portieris.trust.simplesigning.SignatureRequest;
import io.starlingx.portieris.trust.simplesigning.UnusableKeyringException;
import io.starlingx.portieris.trust.verdict.ReasonCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The keys that a policy refers to. A cluster policy's Secrets are in the namespace that it states,
 * else in the webhook's own, never in the workload's; a namespaced policy's are in its own, or in
 * another one only if the operator has listed that.
 */
final class PolicySecrets {

  private final SecretReader secrets;
  private final TrustSettings settings;
  private final KeyringCache keyrings = new KeyringCache();

  PolicySecrets(SecretReader secrets, TrustSettings settings) {
    this.secrets = secrets;
    this.settings = settings;
  }

  Resolved<List<Signer>> signers(
      ImagePolicy policy, List<SignerSecret> signers, DenialText text, RequestContext context) {
    List<Signer> found = new ArrayList<>();
    Duration oldest = Duration.ZERO;
    for (SignerSecret secret : signers) {
      switch (read(policy, secret.name(), secret.namespace(), text::signerSecret, context)) {
        case Resolved.Stopped<Map<String, byte[]>>(CheckOutcome outcome) -> {
          return new Resolved.Stopped<>(outcome);
        }
        case Resolved.Value<Map<String, byte[]>>(Map<String, byte[]> data, Duration age) -> {
          String name = entry(data, "name").strip();
          String publicKey = entry(data, "publicKey");
          if (name.isEmpty() || publicKey.isBlank()) {
            String cause = "name or publicKey field in secret " + secret.name() + " is empty";
            return rejected(
                text.signerSecret(cause),
                title(policy, secret.name(), secret.namespace())
                    + " must hold the signer's name under \"name\" and a key in PEM under"
                    + " \"publicKey\"");
          }
          found.add(new Signer(name, publicKey));
          oldest = CheckOutcome.older(oldest, age);
        }
      }
    }
    return new Resolved.Value<>(found, oldest);
  }

  Resolved<RootAnchor> root(
      ImagePolicy policy, RootPin pin, DenialText text, RequestContext context) {
    return switch (pin) {
      case RootAnchor anchor -> new Resolved.Value<>(anchor);
      case RootPin.Unstated unstated ->
          new Resolved.Value<>(
              settings.firstUse() ? new RootAnchor.FirstUse() : new RootAnchor.Nothing());
      case RootPin.FromSecret(String name) ->
          switch (read(policy, name, Optional.empty(), text::rootSecret, context)) {
            case Resolved.Stopped<Map<String, byte[]>>(CheckOutcome outcome) ->
                new Resolved.Stopped<>(outcome);
            case Resolved.Value<Map<String, byte[]>>(Map<String, byte[]> data, Duration age) ->
                anchor(title(policy, name, Optional.empty()), data, age, text);
          };
    };
  }

  /** The keys of one requirement, from entry {@code key} of its Secret. */
  Resolved<SignatureRequest.Signer> keyring(
      ImagePolicy policy, SigningRequirement.SignedBy requirement, RequestContext context) {
    String name = requirement.keySecret();
    return switch (read(
        policy, name, requirement.keySecretNamespace(), Function.identity(), context)) {
      case Resolved.Stopped<Map<String, byte[]>>(CheckOutcome outcome) ->
          new Resolved.Stopped<>(outcome);
      case Resolved.Value<Map<String, byte[]>>(Map<String, byte[]> data, Duration age) -> {
        if (!data.containsKey("key")) {
          String namespace = requirement.keySecretNamespace().orElse(ownNamespace(policy));
          String cause =
              "secret \""
                  + name
                  + "\" in \""
                  + namespace
                  + "\" does not contain a \"key\" attribute";
          yield rejected(cause, cause);
        }
        try {
          yield new Resolved.Value<>(
              new SignatureRequest.Signer(
                  keyrings.parse(entry(data, "key")), requirement.identity()),
              age);
        } catch (UnusableKeyringException e) {
          yield rejected(
              e.reason(),
              title(policy, name, requirement.keySecretNamespace())
                  + " must hold OpenPGP public keys, armoured, under \"key\"");
        }
      }
    };
  }

  /** What the signature store is asked with, from entries {@code username} and {@code password}. */
  Resolved<Credentials> storeCredentials(
      ImagePolicy policy, String name, Optional<String> namespace, RequestContext context) {
    return switch (read(policy, name, namespace, Function.identity(), context)) {
      case Resolved.Stopped<Map<String, byte[]>>(CheckOutcome outcome) ->
          new Resolved.Stopped<>(outcome);
      case Resolved.Value<Map<String, byte[]>>(Map<String, byte[]> data, Duration age) -> {
        for (String key : List.of("username", "password")) {
          if (!data.containsKey(key)) {
            yield rejected(
                "secret: " + name + ", does not contain " + key,
                title(policy, name, namespace) + " must hold \"username\" and \"password\"");
          }
        }
        yield new Resolved.Value<>(
            new Credentials.Basic(entry(data, "username"), entry(data, "password")), age);
      }
    };
  }

  private static Resolved<RootAnchor> anchor(
      String title, Map<String, byte[]> data, Duration age, DenialText text) {
    if (data.containsKey("publicKeys") == data.containsKey("ca")) {
      String cause = title + " must hold exactly one of publicKeys and ca";
      return rejected(text.rootSecret(cause), cause);
    }
    Optional<RootAnchor> anchor =
        data.containsKey("ca")
            ? PemDocument.certificates(entry(data, "ca")).map(RootAnchor.Authorities::new)
            : PemDocument.publicKeys(entry(data, "publicKeys")).map(RootAnchor.PublicKeys::new);
    String cause = title + " holds no usable PEM";
    return anchor
        .<Resolved<RootAnchor>>map(anchored -> new Resolved.Value<>(anchored, age))
        .orElseGet(() -> rejected(text.rootSecret(cause), cause));
  }

  private Resolved<Map<String, byte[]>> read(
      ImagePolicy policy,
      String name,
      Optional<String> stated,
      Function<String, String> denial,
      RequestContext context) {
    String own = ownNamespace(policy);
    String namespace = stated.orElse(own);
    boolean foreign = policy.namespace().isPresent() && !namespace.equals(own);
    if (foreign && !settings.secretNamespaces().contains(namespace)) {
      String cause =
          policy.title()
              + " may not name a secret of namespace \""
              + namespace
              + "\": policySecrets.namespaces does not list it";
      return rejected(denial.apply(cause), cause);
    }
    return switch (secrets.read(namespace, name, context)) {
      case SecretLookup.Found(Map<String, byte[]> data, String _, Duration age) ->
          new Resolved.Value<>(data, age);
      case SecretLookup.Missing missing -> {
        String cause = "secrets \"" + name + "\" not found";
        yield rejected(denial.apply(cause), cause + " in namespace \"" + namespace + "\"");
      }
      case SecretLookup.Unreadable(String cause) ->
          new Resolved.Stopped<>(CheckOutcome.unavailable(denial.apply(cause), cause));
    };
  }

  /** As {@link #read} finds it: where a policy's Secrets are is what most mistakes are about. */
  private String title(ImagePolicy policy, String name, Optional<String> stated) {
    return "secret \"" + name + "\" in namespace \"" + stated.orElse(ownNamespace(policy)) + "\"";
  }

  private String ownNamespace(ImagePolicy policy) {
    return policy.namespace().orElse(settings.webhookNamespace());
  }

  private static String entry(Map<String, byte[]> data, String key) {
    byte[] value = data.get(key);
    return value == null ? "" : new String(value, UTF_8);
  }

  private static <T> Resolved<T> rejected(String denial, String cause) {
    return new Resolved.Stopped<>(CheckOutcome.rejected(ReasonCode.POLICY, denial, cause));
  }
}
