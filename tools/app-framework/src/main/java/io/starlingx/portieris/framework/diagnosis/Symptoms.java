/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.diagnosis;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;

/** Symptoms as the text in which they are stored. Stateless. */
public final class Symptoms {

  private static final ObjectMapper JSON = new ObjectMapper();

  private Symptoms() {}

  /** The symptoms as data for programs. */
  public static JsonNode json(List<Symptom> symptoms) {
    return JSON.valueToTree(symptoms);
  }

  /** The text. */
  public static String text(List<Symptom> symptoms) {
    try {
      return JSON.writeValueAsString(symptoms);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The symptoms of a text that {@link #text} made. */
  public static List<Symptom> of(String text) {
    try {
      return JSON.readValue(text, new TypeReference<List<Symptom>>() {});
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not stored by this program: " + text, e);
    }
  }
}
