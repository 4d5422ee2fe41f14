/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.push;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The {@code Authorization} header of one push or pull, learnt from the registry's refusals. A
 * token service on another host than the registry's gets credentials only when the user listed it
 * or it is the known partner of Docker Hub; any other is asked anonymously.
 *
 * @see <a href="https://distribution.github.io/distribution/spec/auth/token/">Token
 *     authentication</a>
 */
final class Authorization {

  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]{1,16384}");
  private static final String CLIENT = "portieris";

  private final Exchange exchange;
  private final PushTarget target;
  private final PushSettings settings;
  private final String actions;
  private Optional<String> header = Optional.empty();

  /**
   * @param actions what a token is asked for: {@code pull} or {@code pull,push}
   */
  Authorization(Exchange exchange, PushTarget target, PushSettings settings, String actions) {
    this.exchange = exchange;
    this.target = target;
    this.settings = settings;
    this.actions = actions;
  }

  /** The header's value, once there is one. */
  Optional<String> header() {
    return header;
  }

  /**
   * Takes in that a request was refused with status 401.
   *
   * @param sent what the refused request carried
   * @return whether the request may now be sent again
   */
  boolean learn(Answer refusal, Optional<String> sent) throws PushException {
    Challenge challenge =
        Challenge.choose(refusal.headers().allValues("WWW-Authenticate"))
            .orElseThrow(
                () ->
                    new PushException(
                        target.registry()
                            + " asks for authentication of an unknown kind; known are Basic and"
                            + " Bearer"));
    Optional<String> learnt =
        challenge.bearer() ? Optional.of("Bearer " + token(challenge)) : password();
    boolean isNew = !learnt.equals(sent);
    header = learnt;
    return isNew;
  }

  /** Why the registry keeps refusing, for people. */
  String refusal() {
    return switch (settings.credentials()) {
      case PushCredentials.Anonymous none ->
          target.registry()
              + " wants to know who pushes: give --username and --password-stdin, or a docker"
              + " configuration with an entry for it";
      case PushCredentials.Password(String username, String password) ->
          target.registry()
              + " refused user "
              + username
              + ": the password is wrong, or the user may not push to "
              + target.repository();
      case PushCredentials.IdentityToken token -> tokenRefused();
      case PushCredentials.RegistryToken token -> tokenRefused();
    };
  }

  private String tokenRefused() {
    return target.registry()
        + " refused the token of the docker configuration: log in again, or it may not push to "
        + target.repository();
  }

  private Optional<String> password() throws PushException {
    return switch (settings.credentials()) {
      case PushCredentials.Password(String username, String password) ->
          Optional.of(basic(username, password));
      case PushCredentials.RegistryToken(String token) -> Optional.of("Bearer " + token);
      case PushCredentials.Anonymous none -> throw new PushException(refusal());
      case PushCredentials.IdentityToken token -> throw new PushException(refusal());
    };
  }

  private String token(Challenge challenge) throws PushException {
    if (settings.credentials() instanceof PushCredentials.RegistryToken(String token)) {
      return token;
    }
    URI realm = realm(challenge);
    boolean trusted = isTrusted(realm);
    HttpRequest request = request(realm, challenge, trusted);
    Answer answer = exchange.send(() -> request);
    if (answer.status() == 401 || answer.status() == 403 || answer.status() == 400) {
      throw new PushException(
          trusted
              ? refusal() + " (token service " + host(realm) + " answered " + answer.status() + ")"
              : "token service "
                  + host(realm)
                  + " was asked without credentials, since it is not on the host of "
                  + target.registry()
                  + ", and refused: if it is to get them, add --token-realm "
                  + host(realm));
    }
    if (answer.status() != 200) {
      throw new PushException(
          "token service " + host(realm) + " answered " + answer.status() + answer.reason());
    }
    return token(answer.body())
        .orElseThrow(
            () -> new PushException("token service " + host(realm) + " gave no usable token"));
  }

  private URI realm(Challenge challenge) throws PushException {
    String text = challenge.parameter("realm").orElse("");
    try {
      URI realm = URI.create(text);
      if ("https".equalsIgnoreCase(realm.getScheme())
          && realm.getHost() != null
          && realm.getRawUserInfo() == null
          && realm.getRawFragment() == null) {
        return realm;
      }
    } catch (IllegalArgumentException e) {
      // reported below
    }
    throw new PushException(target.registry() + " names no https token service");
  }

  private boolean isTrusted(URI realm) {
    String host = realm.getHost().toLowerCase(Locale.ROOT);
    boolean hub = target.registry().matches("(.*\\.)?docker\\.io") && host.equals("auth.docker.io");
    return hub
        || host.equals(URI.create("https://" + target.registry()).getHost())
        || settings.tokenRealms().contains(host)
        || settings.tokenRealms().contains(host(realm));
  }

  private HttpRequest request(URI realm, Challenge challenge, boolean trusted) {
    List<String> question = new ArrayList<>();
    challenge.parameter("service").ifPresent(service -> question.add(pair("service", service)));
    question.add(pair("scope", "repository:" + target.repository() + ":" + actions));
    settings
        .mountFrom()
        .ifPresent(from -> question.add(pair("scope", "repository:" + from + ":pull")));
    HttpRequest.Builder request =
        HttpRequest.newBuilder().timeout(LIMIT).header("Accept", "application/json");
    if (trusted && settings.credentials() instanceof PushCredentials.IdentityToken(String token)) {
      question.add(pair("grant_type", "refresh_token"));
      question.add(pair("refresh_token", token));
      question.add(pair("client_id", CLIENT));
      return request
          .uri(realm)
          .header("Content-Type", "application/x-www-form-urlencoded")
          .POST(HttpRequest.BodyPublishers.ofString(String.join("&", question)))
          .build();
    }
    if (trusted
        && settings.credentials()
            instanceof PushCredentials.Password(String username, String password)) {
      question.add(pair("account", username));
      request.header("Authorization", basic(username, password));
    }
    String separator = realm.getRawQuery() == null ? "?" : "&";
    return request.uri(URI.create(realm + separator + String.join("&", question))).GET().build();
  }

  private static Optional<String> token(String body) {
    try {
      JsonNode document = new ObjectMapper().readTree(body);
      String token = document.path("token").asText(document.path("access_token").asText(""));
      return Optional.of(token).filter(text -> TOKEN.matcher(text).matches());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static String pair(String name, String value) {
    return name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  private static String host(URI uri) {
    return uri.getRawAuthority().toLowerCase(Locale.ROOT);
  }

  private static String basic(String username, String password) {
    byte[] pair = (username + ":" + password).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(pair);
  }
}
