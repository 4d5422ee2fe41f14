/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.simplesigning;

import io.starlingx.portieris.trust.tuf.JsonValue;
import io.starlingx.portieris.trust.tuf.MalformedJsonException;
import io.starlingx.portieris.trust.tuf.StrictJson;
import io.starlingx.portieris.trust.verdict.ReasonCode;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a signature says: this content, under this name.
 *
 * @param digest as written, of any form
 * @param reference as written, of any form
 * @see <a
 *     href="https://github.com/containers/image/blob/main/docs/containers-signature.5.md">Signature
 *     format</a>
 */
record Payload(String digest, String reference) {

  private static final String TYPE = "atomic container signature";
  private static final int MAX_INTEGER_DIGITS = 19;

  static Payload parse(byte[] content) throws RefusedSignatureException {
    JsonValue value;
    try {
      value = StrictJson.parse(content);
    } catch (MalformedJsonException e) {
      throw malformed(String.valueOf(e.getMessage()));
    }
    Map<String, JsonValue> top = object("the payload", value, Set.of("critical", "optional"));
    Map<String, JsonValue> critical =
        object("critical", top.get("critical"), Set.of("type", "image", "identity"));
    if (!text("critical.type", critical.get("type")).equals(TYPE)) {
      throw malformed("critical.type must be \"" + TYPE + "\"");
    }
    Map<String, JsonValue> image =
        object("critical.image", critical.get("image"), Set.of("docker-manifest-digest"));
    Map<String, JsonValue> identity =
        object("critical.identity", critical.get("identity"), Set.of("docker-reference"));
    checkOptional(members("optional", top.get("optional")));
    return new Payload(
        text("docker-manifest-digest", image.get("docker-manifest-digest")),
        text("docker-reference", identity.get("docker-reference")));
  }

  private static void checkOptional(Map<String, JsonValue> optional)
      throws RefusedSignatureException {
    if (optional.containsKey("creator")) {
      text("optional.creator", optional.get("creator"));
    }
    if (optional.containsKey("timestamp")
        && !(optional.get("timestamp") instanceof JsonValue.JsonNumber(String number)
            && isIntegral(number))) {
      throw malformed("optional.timestamp must be an integer");
    }
  }

  private static boolean isIntegral(String number) {
    try {
      BigDecimal value = new BigDecimal(number).stripTrailingZeros();
      return value.scale() <= 0 && (long) value.precision() - value.scale() <= MAX_INTEGER_DIGITS;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static Map<String, JsonValue> object(
      String name, @Nullable JsonValue value, Set<String> exactly)
      throws RefusedSignatureException {
    Map<String, JsonValue> members = members(name, value);
    if (!members.keySet().equals(exactly)) {
      throw malformed(
          name + " must hold exactly " + String.join(", ", exactly.stream().sorted().toList()));
    }
    return members;
  }

  private static Map<String, JsonValue> members(String name, @Nullable JsonValue value)
      throws RefusedSignatureException {
    if (value instanceof JsonValue.JsonObject(Map<String, JsonValue> members)) {
      return members;
    }
    throw malformed(name + " must be an object");
  }

  private static String text(String name, @Nullable JsonValue value)
      throws RefusedSignatureException {
    if (value instanceof JsonValue.JsonString(String text)) {
      return text;
    }
    throw malformed(name + " must be a string");
  }

  private static RefusedSignatureException malformed(String message) {
    return new RefusedSignatureException(Stage.PAYLOAD, ReasonCode.MALFORMED, message);
  }
}
