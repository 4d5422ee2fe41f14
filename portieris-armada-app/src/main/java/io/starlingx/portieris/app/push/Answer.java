/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.push;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpHeaders;

/**
 * What a server answered.
 *
 * @param body its beginning, as far as it was read
 */
record Answer(int status, HttpHeaders headers, String body) {

  private static final int LONGEST_REASON = 300;

  /** The registry's own words on an error, in parentheses on one line; empty without any. */
  String reason() {
    String words = words();
    return words.isEmpty() ? "" : " (" + words + ")";
  }

  private String words() {
    JsonNode error;
    try {
      error = new ObjectMapper().readTree(body).path("errors").path(0);
    } catch (IOException e) {
      return "";
    }
    String detail = error.path("detail").isTextual() ? error.path("detail").asText() : "";
    detail = detail.isEmpty() ? error.path("detail").path("err").asText("") : detail;
    String code = error.path("code").asText("");
    String message = error.path("message").asText("");
    String words =
        (code + (message.isEmpty() ? "" : ": " + message) + (detail.isEmpty() ? "" : ": " + detail))
            .replaceAll("\\p{Cntrl}+", " ");
    return words.length() > LONGEST_REASON ? words.substring(0, LONGEST_REASON) + "…" : words;
  }
}
