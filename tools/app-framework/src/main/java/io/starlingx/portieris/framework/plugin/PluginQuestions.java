/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.plugin;

import com.fasterxml.jackson.databind.JsonNode;

/** Answers what a plugin's process cannot know or do itself. */
@FunctionalInterface
interface PluginQuestions {

  /**
   * The answer to a question.
   *
   * @throws UnansweredException with a text for the plugin
   */
  JsonNode answer(String question, JsonNode details) throws UnansweredException;

  /** There is no answer. */
  final class UnansweredException extends Exception {

    private static final long serialVersionUID = 1L;

    UnansweredException(String message) {
      super(message);
    }
  }
}
