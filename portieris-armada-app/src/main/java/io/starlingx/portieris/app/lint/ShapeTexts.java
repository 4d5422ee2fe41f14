/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.lint;

/** Faults in the words of those who find them on a platform. */
final class ShapeTexts {

  private ShapeTexts() {}

  /** As the API server answers {@code kubectl apply}. */
  static String ofApiServer(Shapes.Problem problem) {
    return switch (problem.fault()) {
      case UNKNOWN -> "strict decoding error: unknown field \"" + problem.path() + "\"";
      case MISSING -> problem.path() + ": Required value";
      case KIND ->
          problem.path()
              + ": Invalid value: "
              + quoted(problem)
              + " must be of type "
              + problem.detail();
      case VALUE ->
          problem.path()
              + ": Unsupported value: "
              + quoted(problem)
              + " supported: "
              + problem.detail();
    };
  }

  /** As kustomize refuses a kustomization. */
  static String ofKustomize(Shapes.Problem problem) {
    String what =
        switch (problem.fault()) {
          case UNKNOWN -> "json: unknown field \"" + problem.path() + "\"";
          case MISSING -> problem.path() + " is missing";
          case KIND -> "json: " + problem.path() + " must be of type " + problem.detail();
          case VALUE -> problem.path() + " should be " + problem.detail();
        };
    return "invalid Kustomization: " + what;
  }

  /** As Armada's JSON Schema has it. */
  static String ofArmada(Shapes.Problem problem) {
    return switch (problem.fault()) {
      case UNKNOWN ->
          "Additional properties are not allowed (" + problem.path() + " was unexpected)";
      case MISSING -> problem.path() + " is a required property";
      case KIND -> problem.path() + " is not of type '" + problem.detail() + "'";
      case VALUE ->
          "'"
              + problem.value()
              + "' is not one of ['"
              + problem.detail().replace(", ", "', '")
              + "']";
    };
  }

  private static String quoted(Shapes.Problem problem) {
    return problem.value().isEmpty() ? "it" : "\"" + problem.value() + "\":";
  }
}
