/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.verify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.starlingx.portieris.trust.http.RequestRecord;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The decisions as a JSON array; every member is always there, an absent value is null. */
public final class JsonReport {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private JsonReport() {}

  /** The whole array, indented. */
  public static String of(List<VerifiedImage> images) {
    ArrayNode array = JSON.arrayNode();
    images.forEach(image -> array.add(object(image)));
    return array.toPrettyString();
  }

  private static ObjectNode object(VerifiedImage image) {
    ObjectNode object =
        JSON.objectNode()
            .put("image", image.decision().image())
            .put("outcome", image.outcome().name().toLowerCase(Locale.ROOT));
    object.set("digest", text(image.digest()));
    object.put("reason", image.decision().verdict().code().name());
    object.set("message", text(image.message()));
    ArrayNode signers = object.putArray("signers");
    image.signers().forEach(signers::add);
    object.set("rule", text(image.rule()));
    ArrayNode requests = object.putArray("requests");
    image.requests().forEach(request -> requests.add(object(request)));
    image.explanation().ifPresent(why -> object.set("explanation", ExplanationReport.json(why)));
    return object;
  }

  private static JsonNode text(Optional<String> value) {
    return value.<JsonNode>map(JSON::textNode).orElseGet(JSON::nullNode);
  }

  private static ObjectNode object(RequestRecord request) {
    ObjectNode object = JSON.objectNode().put("method", request.method()).put("url", request.url());
    if (request.status().isPresent()) {
      object.put("status", request.status().getAsInt());
    } else {
      object.putNull("status");
    }
    return object.put("ms", request.took().toMillis()).put("cached", request.cached());
  }
}
