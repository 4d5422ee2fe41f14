/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import io.starlingx.portieris.testbed.TestAuthority;
import io.starlingx.portieris.testbed.http.Answer;
import io.starlingx.portieris.testbed.http.FaultyServer;
import io.starlingx.portieris.testbed.http.ReceivedRequest;
import io.starlingx.portieris.trust.http.Deadline;
import io.starlingx.portieris.trust.http.Headers;
import io.starlingx.portieris.trust.http.NamedHosts;
import io.starlingx.portieris.trust.http.OutboundRequest;
import io.starlingx.portieris.trust.http.RequestContext;
import io.starlingx.portieris.trust.http.TargetSource;
import io.starlingx.portieris.trust.image.ImageReference;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A vendor's registry and token service under their real names, and a reader that pulls from them
 * as the engine does: credentials out of a docker config, the URL from the image's name.
 */
final class VendorRegistry implements AutoCloseable {

  private static final String TOKEN = "the-token";

  private final Vendor vendor;
  private final FaultyServer server;
  private final NamedHosts hosts;
  private final TokenReader reader;

  VendorRegistry(Vendor vendor, TestAuthority authority, String... tokenRealms) {
    this.vendor = vendor;
    this.server = FaultyServer.start(authority, vendor.hosts().toArray(String[]::new));
    server.answer("/", this::answer);
    this.hosts = new NamedHosts(server.port(), authority.certificate());
    this.reader =
        new TokenReader(
            hosts.transport(),
            new TokenSettings(List.of(tokenRealms)),
            InstantSource.system(),
            System::nanoTime,
            time -> {
              throw new AssertionError("no test waits");
            });
  }

  /** Reads an image's manifest with the matching credentials of a docker config. */
  ReadResult pull(String image, String auths) {
    ImageReference reference = ImageReference.of(image);
    URI uri =
        RegistryHosts.standard()
            .url(
                reference.registry(),
                "/v2/" + reference.path() + "/manifests/" + reference.tagOrLatest());
    return read(uri, reference, auths);
  }

  /** Reads any document about an image. */
  ReadResult read(URI uri, ImageReference image, String auths) {
    CredentialStore store =
        CredentialStore.of(List.of(("{\"auths\":" + auths + "}").getBytes(UTF_8)));
    return reader.get(
        new ReadRequest(
            OutboundRequest.Method.GET,
            uri,
            new Headers(List.of()),
            "repository:" + image.path() + ":pull",
            store.matching(image.name()),
            1000,
            List.of(),
            TargetSource.UNTRUSTED),
        RequestContext.unrecorded(Deadline.after(Duration.ofSeconds(50))));
  }

  /** The server behind both, for faults and for what was asked. */
  FaultyServer server() {
    return server;
  }

  List<ReceivedRequest> tokenRequests() {
    return server.requests().stream().filter(this::isTokenRequest).toList();
  }

  /** Parameters of a token request, in its query or its form. */
  static Map<String, String> parameters(ReceivedRequest request) {
    Map<String, String> parameters = new HashMap<>();
    String text = request.method().equals("POST") ? request.body() : request.query();
    Arrays.stream(text.split("&"))
        .map(pair -> pair.split("=", 2))
        .filter(pair -> pair.length == 2)
        .forEach(pair -> parameters.put(pair[0], URLDecoder.decode(pair[1], UTF_8)));
    return parameters;
  }

  static String basic(String user, String password) {
    return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(UTF_8));
  }

  private boolean isTokenRequest(ReceivedRequest request) {
    return vendor.tokens().stream()
        .map(tokens -> URI.create(tokens.realm()))
        .anyMatch(
            realm ->
                request.path().equals(realm.getPath())
                    && request.header("host").orElse("").equals(realm.getAuthority()));
  }

  private void answer(HttpExchange exchange) throws IOException, InterruptedException {
    ReceivedRequest request =
        server.requests().stream()
            .filter(r -> r.path().equals(exchange.getRequestURI().getPath()))
            .toList()
            .getLast();
    (isTokenRequest(request) ? token(request) : document(request)).send(exchange);
  }

  private Answer token(ReceivedRequest request) {
    Vendor.Tokens tokens = vendor.tokens().orElseThrow();
    if (!tokens.methods().contains(request.method())) {
      return Answer.status(405);
    }
    Map<String, String> asked = parameters(request);
    Optional<String> user =
        asked.containsKey("username")
            ? Optional.of(basic(asked.get("username"), asked.getOrDefault("password", "")))
            : request.header("authorization");
    boolean refreshes = asked.containsKey("refresh_token");
    boolean known =
        refreshes ? tokens.refreshTokens().contains(asked.get("refresh_token")) : isUser(user);
    return known || (user.isEmpty() && !refreshes && tokens.open())
        ? Answer.json("{\"" + tokens.member() + "\":\"" + TOKEN + "\"}")
        : refusal();
  }

  private Answer document(ReceivedRequest request) {
    Optional<String> authorization = request.header("authorization");
    boolean bearer =
        Stream.concat(vendor.tokens().stream().map(t -> TOKEN), vendor.bearers().stream())
            .anyMatch(token -> authorization.equals(Optional.of("Bearer " + token)));
    if (bearer || (vendor.takesPasswords() && isUser(authorization))) {
      return Answer.of(200, "application/vnd.oci.image.manifest.v1+json", "doc");
    }
    return authorization.isPresent() && vendor.refusal() == 403 ? refusal() : challenge();
  }

  private Answer challenge() {
    Answer answer = Answer.of(401, "application/json", error("UNAUTHORIZED"));
    for (Vendor.Tokens tokens : vendor.tokens().stream().toList()) {
      String scope = tokens.scope().isEmpty() ? "" : ",scope=\"" + tokens.scope() + "\"";
      answer =
          answer.withHeader(
              "WWW-Authenticate",
              "Bearer realm=\"%s\",service=\"%s\"%s"
                  .formatted(tokens.realm(), tokens.service(), scope));
    }
    return vendor.takesPasswords()
        ? answer.withHeader(
            "WWW-Authenticate", "Basic realm=\"https://" + vendor.registry() + "/\"")
        : answer;
  }

  private Answer refusal() {
    return Answer.of(
        vendor.refusal(),
        "application/json",
        error(vendor.refusal() == 403 ? "DENIED" : "UNAUTHORIZED"));
  }

  private static String error(String code) {
    return "{\"errors\":[{\"code\":\"" + code + "\",\"message\":\"no\"}]}";
  }

  private boolean isUser(Optional<String> authorization) {
    return vendor.users().entrySet().stream()
        .anyMatch(user -> authorization.equals(Optional.of(basic(user.getKey(), user.getValue()))));
  }

  @Override
  public void close() {
    hosts.close();
    server.close();
  }
}
