/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * The answer to a call.
 *
 * @param body empty only with 204
 */
record Reply(int status, Optional<JsonNode> body) {

  static Reply ok(JsonNode body) {
    return new Reply(200, Optional.of(body));
  }

  static Reply noContent() {
    return new Reply(204, Optional.empty());
  }

  /** The platform's word for a request that it does not carry out. */
  static Reply refused(String text) {
    return error(400, text);
  }

  static Reply notFound() {
    return error(404, "Not Found");
  }

  static Reply methodNotAllowed() {
    return error(405, "Method Not Allowed");
  }

  /** An error in the platform's form: JSON, of which one member is JSON again, as text. */
  static Reply error(int status, String text) {
    JsonNodeFactory json = JsonNodeFactory.instance;
    ObjectNode fault = json.objectNode();
    fault.put("faultcode", status < 500 ? "Client" : "Server");
    fault.put("faultstring", text);
    fault.putNull("debuginfo");
    return new Reply(status, Optional.of(json.objectNode().put("error_message", fault.toString())));
  }
}
