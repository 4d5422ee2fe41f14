/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.registry;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How one vendor's registry differs from the others.
 *
 * @param registry host, or host:port, of the registry's API
 * @param tokens its token service, if it has one
 * @param takesPasswords whether the registry offers Basic
 * @param users password by user
 * @param bearers tokens that the registry takes beside those of its token service
 * @param refusal status for a wrong credential: 401 with a challenge, or 403 without
 */
record Vendor(
    String registry,
    Optional<Tokens> tokens,
    boolean takesPasswords,
    Map<String, String> users,
    Set<String> bearers,
    int refusal) {

  /**
   * A token service.
   *
   * @param realm its URL as the registry names it
   * @param service as the registry calls itself there
   * @param scope that the registry names, empty text for none
   * @param methods by which it may be asked
   * @param member of the answer that holds the token
   * @param refreshTokens that it exchanges
   * @param open whether it gives anybody a token
   */
  record Tokens(
      String realm,
      String service,
      String scope,
      List<String> methods,
      String member,
      Set<String> refreshTokens,
      boolean open) {

    /** As Docker describes it. */
    static Tokens standard(String realm, String service) {
      return new Tokens(realm, service, "", List.of("GET", "POST"), "token", Set.of(), false);
    }
  }

  /** A registry with a token service and one user. */
  static Vendor of(String registry, Tokens tokens, String user, String password) {
    return new Vendor(registry, Optional.of(tokens), false, Map.of(user, password), Set.of(), 401);
  }

  /** The same, which also offers Basic. */
  Vendor withPasswords() {
    return new Vendor(registry, tokens, true, users, bearers, refusal);
  }

  /** Host names of registry and token service. */
  List<String> hosts() {
    return Stream.concat(Stream.of("https://" + registry), tokens.stream().map(Tokens::realm))
        .map(url -> URI.create(url).getHost())
        .distinct()
        .toList();
  }
}
