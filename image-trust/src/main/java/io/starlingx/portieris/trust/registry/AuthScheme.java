/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.registry;

import static java.util.Objects.requireNonNull;

import io.starlingx.portieris.trust.http.Origin;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;

/** How a server wants its readers to authenticate. */
sealed interface AuthScheme {

  /**
   * With a token of {@code realm}.
   *
   * @param service as the server calls itself there; empty text when it does not say
   * @param orPassword whether the server takes user name and password as well
   */
  record Bearer(URI realm, String service, boolean orPassword) implements AuthScheme {
    public Bearer {
      requireNonNull(realm, "realm");
      requireNonNull(service, "service");
    }
  }

  /** With user name and password. */
  record Basic() implements AuthScheme {}

  /** In a way that is not supported, or not safe. */
  record Unusable(String why) implements AuthScheme {}

  /**
   * The best that a server offers: a token, else a password. The scope that it names is not read.
   */
  static AuthScheme choose(Origin server, List<String> lines) {
    List<AuthChallenge> challenges = AuthChallenge.parse(lines);
    boolean password = challenges.stream().anyMatch(c -> c.scheme().equals("basic"));
    Optional<AuthScheme> bearer =
        challenges.stream()
            .filter(challenge -> challenge.scheme().equals("bearer"))
            .flatMap(challenge -> bearer(server, challenge, password).stream())
            .findFirst();
    return bearer.orElseGet(
        () ->
            password
                ? new Basic()
                : new Unusable(
                    "no supported auth-endpoint found: "
                        + server.authority()
                        + " must name an https token service, or ask for a password"));
  }

  private static Optional<AuthScheme> bearer(
      Origin server, AuthChallenge challenge, boolean orPassword) {
    return challenge
        .parameter("realm")
        .flatMap(realm -> realm(server, realm))
        .map(realm -> new Bearer(realm, challenge.parameter("service").orElse(""), orPassword));
  }

  private static Optional<URI> realm(Origin server, String text) {
    try {
      URI realm = new URI(text);
      boolean https = "https".equalsIgnoreCase(realm.getScheme());
      boolean http = "http".equalsIgnoreCase(realm.getScheme()) && !server.secure();
      boolean usable =
          (https || http)
              && realm.getHost() != null
              && realm.getRawUserInfo() == null
              && realm.getRawFragment() == null;
      return usable ? Optional.of(realm) : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }
}
