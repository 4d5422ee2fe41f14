/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.tuf;

import io.starlingx.portieris.trust.image.Digest;
import io.starlingx.portieris.trust.verdict.ReasonCode;
import java.util.ArrayList;
import java.util.List;

/**
 * A metadata file taken apart, its signatures not checked yet.
 *
 * @param role for messages, as in the file's name
 * @param content SHA-256 of {@code message}: the same for the same content signed anew
 * @param body the {@code signed} object
 * @param message canonical form of {@code signed}: what signatures are made over
 */
@SuppressWarnings("ArrayRecordComponent") // private to the package, never compared
record SignedFile(
    String role, Digest content, Members body, byte[] message, List<Entry> signatures) {

  /** Each invalid signature costs a public key operation, so their number is limited. */
  static final int MAX_SIGNATURES = 256;

  /** One element of {@code signatures}. */
  @SuppressWarnings("ArrayRecordComponent") // private to the package, never compared
  record Entry(String keyId, String method, byte[] sig) {}

  SignedFile {
    signatures = List.copyOf(signatures);
  }

  static SignedFile parse(String role, byte[] file) throws TufException {
    Members outer = Members.parse(role, file);
    Members body = outer.object("signed");
    byte[] message = canonical(body);
    return new SignedFile(
        role, Digest.of(message), body, message, signatures(role, outer.array("signatures")));
  }

  private static byte[] canonical(Members body) throws TufException {
    try {
      return CanonicalJson.encode(new JsonValue.JsonObject(body.values()));
    } catch (MalformedJsonException e) {
      throw TufException.malformed(body.where() + ": " + e.getMessage());
    }
  }

  private static List<Entry> signatures(String role, List<JsonValue> elements) throws TufException {
    if (elements.size() > MAX_SIGNATURES) {
      throw new TufException(
          ReasonCode.TOO_LARGE, role + ": more than " + MAX_SIGNATURES + " signatures");
    }
    List<Entry> entries = new ArrayList<>();
    for (JsonValue element : elements) {
      Members entry = Members.of(role, element);
      entries.add(new Entry(entry.text("keyid"), entry.text("method"), entry.base64("sig")));
    }
    return entries;
  }
}
