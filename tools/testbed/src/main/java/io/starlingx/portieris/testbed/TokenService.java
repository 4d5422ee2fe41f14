/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.testbed;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import io.starlingx.portieris.testbed.http.Answer;
import io.starlingx.portieris.testbed.http.FaultyServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A token service for one {@link DockerRegistry}: one user gets, by GET with HTTP Basic, a token
 * for whatever scopes are asked for; anybody else gets status 401.
 *
 * @see <a href="https://distribution.github.io/distribution/spec/auth/jwt/">Token
 *     implementation</a>
 */
public final class TokenService implements AutoCloseable {

  private static final String PATH = "/token";
  private static final String SERVICE = "testbed-registry";
  private static final String ISSUER = "testbed-token-service";
  private static final int SECONDS = 300;

  private final ObjectMapper json = new ObjectMapper();
  private final KeyPairFiles signer;
  private final String credentials;
  private final FaultyServer server;

  private TokenService(KeyPairFiles signer, String credentials, FaultyServer server) {
    this.signer = signer;
    this.credentials = credentials;
    this.server = server;
    server.answer(PATH, this::answer);
  }

  /** Starts it over TLS on a loopback port, with a signing key that the authority certifies. */
  public static TokenService start(TestAuthority authority, String user, String password) {
    return new TokenService(
        authority.serverFiles("token-signer"),
        "Basic "
            + Base64.getEncoder()
                .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8)),
        FaultyServer.start(authority));
  }

  /** What makes a registry accept this service's tokens. */
  public RegistryAccess.Token access() {
    return new RegistryAccess.Token(realm(), SERVICE, ISSUER, signer.certificate());
  }

  /** Where tokens are asked for. */
  public URI realm() {
    return server.uri(PATH);
  }

  /** The server behind it, for what it was asked and for faults. */
  public FaultyServer server() {
    return server;
  }

  private void answer(HttpExchange exchange) throws IOException, InterruptedException {
    boolean known = credentials.equals(exchange.getRequestHeaders().getFirst("Authorization"));
    String query = exchange.getRequestURI().getRawQuery();
    Answer answer =
        known
            ? Answer.json(
                json.writeValueAsString(
                    Map.of("token", token(query == null ? "" : query), "expires_in", SECONDS)))
            : Answer.of(401, "application/json", "{\"errors\":[{\"code\":\"UNAUTHORIZED\"}]}");
    answer.send(exchange);
  }

  private String token(String query) throws JsonProcessingException {
    long now = Instant.now().getEpochSecond();
    String signed =
        base64(Map.of("typ", "JWT", "alg", "ES256", "x5c", List.of(pem(signer.certificate()))))
            + "."
            + base64(
                Map.of(
                    "iss",
                    ISSUER,
                    "sub",
                    "testbed",
                    "aud",
                    SERVICE,
                    "iat",
                    now,
                    "nbf",
                    now - SECONDS,
                    "exp",
                    now + SECONDS,
                    "jti",
                    UUID.randomUUID().toString(),
                    "access",
                    scopes(query)));
    return signed + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(sign(signed));
  }

  private static List<Map<String, Object>> scopes(String query) {
    return Arrays.stream(query.split("&", -1))
        .filter(parameter -> parameter.startsWith("scope="))
        .map(parameter -> parameter.substring("scope=".length()))
        .flatMap(
            text -> Arrays.stream(URLDecoder.decode(text, StandardCharsets.UTF_8).split(" ", -1)))
        .map(scope -> scope.split(":", 3))
        .filter(parts -> parts.length == 3)
        .map(
            parts ->
                Map.<String, Object>of(
                    "type",
                    parts[0],
                    "name",
                    parts[1],
                    "actions",
                    List.of(parts[2].split(",", -1))))
        .toList();
  }

  private String base64(Map<String, ?> claims) throws JsonProcessingException {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(json.writeValueAsBytes(claims));
  }

  private byte[] sign(String text) {
    try {
      PrivateKey key =
          KeyFactory.getInstance("EC")
              .generatePrivate(
                  new PKCS8EncodedKeySpec(Base64.getDecoder().decode(pem(signer.key()))));
      Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
      signature.initSign(key);
      signature.update(text.getBytes(StandardCharsets.US_ASCII));
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The one block of a PEM file, in base64 without line ends. */
  private static String pem(Path file) {
    try {
      return Files.readString(file).replaceAll("-----[A-Z ]+-----|\\s", "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
