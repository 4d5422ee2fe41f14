/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.verify;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One Kubernetes object of a file.
 *
 * @param place file and line, for people
 */
record Manifest(String place, JsonNode object) {
  Manifest {
    requireNonNull(place, "place");
    requireNonNull(object, "object");
  }

  String apiVersion() {
    return text("/apiVersion");
  }

  String kind() {
    return text("/kind");
  }

  String name() {
    return text("/metadata/name");
  }

  /** The namespace that the object states; empty text when it states none. */
  String namespace() {
    return text("/metadata/namespace");
  }

  InputException mistake(String what) {
    return new InputException(place + ": " + what);
  }

  private String text(String pointer) {
    return object.at(pointer).asText("");
  }
}
