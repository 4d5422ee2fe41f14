/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.tuf;

import io.starlingx.portieris.trust.policy.RootAnchor;
import io.starlingx.portieris.trust.verdict.ReasonCode;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CertificateParsingException;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which root keys a configured anchor lets count. */
record AnchorRule(RootAnchor anchor) {

  private static final String CODE_SIGNING = "1.3.6.1.5.5.7.3.3";
  private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
  private static final String ANY_USAGE = "2.5.29.37.0";

  /** Whether the anchor lets this key of a root count. */
  boolean admits(RootCertificate root, Instant now) {
    return switch (anchor) {
      case RootAnchor.KeyIds(Set<String> ids) ->
          ids.contains(root.key().id())
              || root.key().canonicalId().filter(ids::contains).isPresent();
      case RootAnchor.Authorities(List<X509Certificate> authorities) ->
          mayAnchor(root.bundle().leaf()) && chains(root.bundle(), authorities, now);
      // Judged by who has signed, not by who is listed: see requireSignatures.
      case RootAnchor.PublicKeys pinned -> true;
      case RootAnchor.FirstUse() -> true;
      case RootAnchor.Nothing() -> true;
    };
  }

  /**
   * Pinned public keys must themselves have signed, as many as the root asks for. Later roots are
   * trusted because the one before has signed them.
   */
  void requireSignatures(RootMetadata root) throws TufException {
    if (!(anchor instanceof RootAnchor.PublicKeys(List<PublicKey> pinned))) {
      return;
    }
    Set<PublicKey> signers = new HashSet<>();
    for (SignedFile.Entry entry : root.file().signatures()) {
      SignatureMethod.named(entry.method())
          .ifPresent(
              method ->
                  pinned.stream()
                      .filter(key -> method.verify(key, root.file().message(), entry.sig()))
                      .forEach(signers::add));
    }
    long threshold = root.role(Role.ROOT).threshold();
    if (signers.size() < threshold) {
      throw untrusted(
          signers.size() + " of " + threshold + " needed signatures by pinned public keys");
    }
  }

  static TufException untrusted(String why) {
    return new TufException(
        ReasonCode.ROOT_UNTRUSTED, "could not validate the path to a trusted root: " + why);
  }

  /** Notary itself makes code signing certificates; others have no extended usage, or TLS's. */
  private static boolean mayAnchor(X509Certificate leaf) {
    try {
      List<String> usages = leaf.getExtendedKeyUsage();
      return usages == null
          || usages.contains(CODE_SIGNING)
          || usages.contains(SERVER_AUTH)
          || usages.contains(ANY_USAGE);
    } catch (CertificateParsingException e) {
      return false;
    }
  }

  private static boolean chains(
      CertificateBundle bundle, List<X509Certificate> authorities, Instant now) {
    Set<TrustAnchor> anchors = new HashSet<>();
    authorities.forEach(authority -> anchors.add(new TrustAnchor(authority, null)));
    X509CertSelector leaf = new X509CertSelector();
    leaf.setCertificate(bundle.leaf());
    try {
      PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, leaf);
      parameters.setDate(Date.from(now));
      parameters.setRevocationEnabled(false);
      parameters.addCertStore(
          CertStore.getInstance(
              "Collection",
              new CollectionCertStoreParameters(new ArrayList<>(bundle.certificates()))));
      CertPathBuilder.getInstance("PKIX").build(parameters);
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
