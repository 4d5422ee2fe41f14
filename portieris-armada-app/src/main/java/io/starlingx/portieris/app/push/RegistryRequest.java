/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.push;

import java.net.URI;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * A request to a registry.
 *
 * @param place is asked for the address before each attempt
 * @param accept the accepted media types; empty for any
 * @param contentType empty without a body
 * @param body makes the body anew for each attempt
 * @param limit for the whole request
 */
record RegistryRequest(
    String method,
    Place place,
    String accept,
    String contentType,
    Supplier<BodyPublisher> body,
    Duration limit) {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** Where a request goes. */
  @FunctionalInterface
  interface Place {
    URI next() throws PushException;
  }

  static RegistryRequest of(String method, URI uri) {
    return of(method, () -> uri);
  }

  static RegistryRequest of(String method, Place place) {
    return new RegistryRequest(method, place, "", "", BodyPublishers::noBody, LIMIT);
  }

  RegistryRequest with(String type, Supplier<BodyPublisher> content, Duration more) {
    return new RegistryRequest(method, place, accept, type, content, LIMIT.plus(more));
  }

  RegistryRequest accepting(String types) {
    return new RegistryRequest(method, place, types, contentType, body, limit);
  }
}
