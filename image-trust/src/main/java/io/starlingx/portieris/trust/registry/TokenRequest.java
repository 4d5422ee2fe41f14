/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.starlingx.portieris.trust.http.Headers;
import io.starlingx.portieris.trust.http.OutboundRequest;
import io.starlingx.portieris.trust.http.OutboundRequest.Method;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Writes the requests of the token protocol. Of the realm's own query everything is kept but what
 * would change who asks for what.
 *
 * @see <a href="https://distribution.github.io/distribution/spec/auth/oauth/">OAuth2 token
 *     authentication</a>
 */
record TokenRequest(
    AuthScheme.Bearer scheme, String scope, Credentials credential, RealmRule.Access access) {

  private static final String CLIENT = "portieris";
  private static final Set<String> OURS =
      Set.of("scope", "service", "account", "client_id", "grant_type", "offline_token");

  /** The request to try first: POST for an identity token, GET for everything else. */
  OutboundRequest first() {
    return credential instanceof Credentials.IdentityToken ? post() : get();
  }

  /** The request for a service that knows only the other method; empty when there is none. */
  Optional<OutboundRequest> second() {
    return switch (credential) {
      case Credentials.IdentityToken token -> Optional.of(get());
      case Credentials.Basic basic -> Optional.of(post());
      case Credentials.RegistryToken token -> Optional.empty();
      case Credentials.Anonymous nobody -> Optional.empty();
    };
  }

  private OutboundRequest get() {
    Map<String, String> parameters = new LinkedHashMap<>();
    List<Headers.Field> fields =
        new ArrayList<>(List.of(new Headers.Field("Accept", "application/json")));
    switch (credential) {
      case Credentials.Basic(String username, String password) -> {
        parameters.put("account", username);
        fields.add(new Headers.Field("Authorization", basic(username, password)));
      }
      case Credentials.IdentityToken(String token) ->
          fields.add(new Headers.Field("Authorization", basic("<token>", token)));
      case Credentials.RegistryToken token -> {}
      case Credentials.Anonymous nobody -> {}
    }
    parameters.putAll(question());
    String own = ownQuery();
    String query = (own.isEmpty() ? "" : own + "&") + encode(parameters);
    return request(Method.GET, URI.create(base() + "?" + query), fields, "");
  }

  private OutboundRequest post() {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("client_id", CLIENT);
    switch (credential) {
      case Credentials.Basic(String username, String password) -> {
        form.put("grant_type", "password");
        form.put("username", username);
        form.put("password", password);
      }
      case Credentials.IdentityToken(String token) -> {
        form.put("grant_type", "refresh_token");
        form.put("refresh_token", token);
      }
      case Credentials.RegistryToken token -> {}
      case Credentials.Anonymous nobody -> {}
    }
    form.putAll(question());
    String own = ownQuery();
    return request(
        Method.POST,
        URI.create(base() + (own.isEmpty() ? "" : "?" + own)),
        List.of(new Headers.Field("Accept", "application/json")),
        encode(form));
  }

  private OutboundRequest request(Method method, URI uri, List<Headers.Field> fields, String form) {
    return new OutboundRequest(
        method,
        uri,
        new Headers(fields),
        form,
        TokenDocument.MAX_BYTES,
        access.authorities(),
        access.source());
  }

  private Map<String, String> question() {
    Map<String, String> question = new LinkedHashMap<>();
    if (!scheme.service().isEmpty()) {
      question.put("service", scheme.service());
    }
    question.put("scope", scope);
    return question;
  }

  private String base() {
    String text = scheme.realm().toASCIIString();
    int query = text.indexOf('?');
    return query < 0 ? text : text.substring(0, query);
  }

  private String ownQuery() {
    String query = URI.create(scheme.realm().toASCIIString()).getRawQuery();
    return query == null
        ? ""
        : Arrays.stream(query.split("&"))
            .filter(pair -> !pair.isEmpty() && !OURS.contains(name(pair)))
            .collect(Collectors.joining("&"));
  }

  private static String name(String pair) {
    int equals = pair.indexOf('=');
    try {
      String name = URLDecoder.decode(equals < 0 ? pair : pair.substring(0, equals), UTF_8);
      return name.strip().toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException e) {
      return "scope"; // not decodable: left out
    }
  }

  private static String encode(Map<String, String> parameters) {
    return parameters.entrySet().stream()
        .map(p -> p.getKey() + "=" + URLEncoder.encode(p.getValue(), UTF_8))
        .collect(Collectors.joining("&"));
  }

  /** The value of {@code Authorization} for a user and a password. */
  static String basic(String username, String password) {
    byte[] pair = (username + ":" + password).getBytes(UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(pair);
  }
}
