/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.starlingx.portieris.testbed.TestAuthority;
import io.starlingx.portieris.testbed.http.Answer;
import io.starlingx.portieris.testbed.http.FaultyServer;
import io.starlingx.portieris.trust.http.Deadline;
import io.starlingx.portieris.trust.http.HttpTransport;
import io.starlingx.portieris.trust.http.RequestContext;
import io.starlingx.portieris.trust.http.TestTransport;
import io.starlingx.portieris.trust.image.Digest;
import io.starlingx.portieris.trust.notary.NotaryVerifier;
import io.starlingx.portieris.trust.policy.PolicyReader;
import io.starlingx.portieris.trust.policy.PolicySet;
import io.starlingx.portieris.trust.policy.SecretLookup;
import io.starlingx.portieris.trust.registry.CredentialStore;
import io.starlingx.portieris.trust.registry.RegistryHosts;
import io.starlingx.portieris.trust.registry.TokenReader;
import io.starlingx.portieris.trust.registry.TokenSettings;
import io.starlingx.portieris.trust.simplesigning.SimpleSigningVerifier;
import io.starlingx.portieris.trust.tuf.DirectoryFloor;
import io.starlingx.portieris.trust.tuf.TrustObserver;
import io.starlingx.portieris.trust.tuf.TufSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Puts every fault in the way of every kind of request, the whole engine behind it, and prints one
 * line for each: request, fault, reason code. Runs in a process of its own with little memory.
 */
final class FaultRun {

  /** A kind of request that a decision takes. */
  enum Request {
    ROOT,
    TIMESTAMP,
    SNAPSHOT,
    TARGETS,
    TOKEN,
    MANIFEST,
    SIGNATURE
  }

  /** First word of each line of the result. */
  static final String RESULT = "RESULT";

  private static final Path FIXTURES = Path.of("src/test/resources/fixtures");
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-23T00:00:00Z"));
  private static final String GUN = "localhost:15000/team/basic";
  private static final Duration ENOUGH = Duration.ofSeconds(60);
  private static final Duration SHORT = Duration.ofSeconds(1);

  private final FaultyServer server;
  private final TestAuthority authority;
  private final Path directory;

  private FaultRun(FaultyServer server, TestAuthority authority, Path directory) {
    this.server = server;
    this.authority = authority;
    this.directory = directory;
  }

  /** The only argument is an empty directory. */
  public static void main(String[] arguments) throws IOException {
    Path directory = Path.of(arguments[0]);
    TestAuthority authority = TestAuthority.create(directory.resolve("ca"));
    for (Request request : Request.values()) {
      for (Fault fault : Fault.values()) {
        try (FaultyServer server = FaultyServer.start(authority)) {
          FaultRun run = new FaultRun(server, authority, directory.resolve(request + "-" + fault));
          String code = run.decide(request, fault);
          System.out.println(String.join(" ", RESULT, name(request), name(fault), code));
        }
      }
    }
    System.exit(0); // what still waits for a silent server holds up nobody
  }

  private static String name(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private String decide(Request request, Fault fault) throws IOException {
    serve(request, fault);
    Duration time = fault.isSlow(request) ? SHORT : ENOUGH;
    ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    try (HttpTransport transport = TestTransport.trusting(authority)) {
      TokenReader reader = new TokenReader(transport, TokenSettings.none(), CLOCK);
      ImageTrust engine =
          new ImageTrust(
              TrustSettings.unconfigured("portieris", Duration.ZERO),
              (namespace, name, context) -> key(),
              new NotaryVerifier(
                  reader,
                  new DirectoryFloor(directory),
                  TrustObserver.none(),
                  TufSettings.alwaysAsk(),
                  executor,
                  CLOCK),
              new SimpleSigningVerifier(reader, RegistryHosts.standard(), CLOCK),
              executor,
              CLOCK);
      ImageQuery query =
          new ImageQuery(image(request), "default", policies(request), CredentialStore.empty());
      return engine
          .decide(query, RequestContext.unrecorded(Deadline.after(time)))
          .verdict()
          .code()
          .name();
    } finally {
      executor.shutdownNow();
    }
  }

  private String image(Request request) {
    return isSimple(request) ? server.host() + "/team/app:v1" : GUN + ":v1";
  }

  private static boolean isSimple(Request request) {
    return request == Request.MANIFEST || request == Request.SIGNATURE;
  }

  private PolicySet policies(Request request) throws IOException {
    String policy =
        isSimple(request)
            ? """
            {"simple": {"storeURL": "%s", "requirements": [{"type": "signedBy", "keySecret": "k",
              "signedIdentity": {"type": "matchExactRepository",
                "dockerRepository": "localhost:15000/team/app"}}]}}
            """
                .formatted(server.uri("/store"))
            : "{\"trust\": {\"enabled\": true, \"trustServer\": \"%s\"}}".formatted(server.uri(""));
    return new PolicySet(
        List.of(),
        List.of(
            PolicyReader.read(
                new ObjectMapper()
                    .readTree(
                        """
                        {"kind": "ClusterImagePolicy", "metadata": {"name": "p"},
                         "spec": {"repositories": [{"name": "*", "policy": %s}]}}
                        """
                            .formatted(policy)))));
  }

  private static SecretLookup key() {
    try {
      return new SecretLookup.Found(
          Map.of("key", Files.readAllBytes(FIXTURES.resolve("simple/keys/alice.pub.asc"))), "");
    } catch (IOException e) {
      return new SecretLookup.Unreadable(e.toString());
    }
  }

  /** Everything as it should be but for one request. */
  private void serve(Request request, Fault fault) throws IOException {
    Path simple = FIXTURES.resolve("simple");
    byte[] manifest = Files.readAllBytes(simple.resolve("manifest-v1.json"));
    String signature = "/store/team/app@sha256=" + Digest.of(manifest).hex() + "/signature-";
    Answer tree = Answer.tree(FIXTURES.resolve("notary/basic/server"));
    Answer ofManifest = Answer.of(200, "application/vnd.oci.image.manifest.v1+json", manifest);
    Answer ofSignature =
        Answer.of(
            200,
            "application/octet-stream",
            Files.readAllBytes(simple.resolve("sigs/ok-alice.sig")));
    Answer token = Answer.json("{\"token\":\"t\"}");
    server.answer("/", request == Request.TOKEN ? guarded(tree) : tree);
    server.answer("/token", token);
    server.answer("/v2/team/app/manifests/v1", ofManifest);
    server.answer("/v2/team/app/manifests/" + Digest.of(manifest), ofManifest);
    server.answer(signature + 1, ofSignature);
    String trust = "/v2/" + GUN + "/_trust/tuf/";
    switch (request) {
      case ROOT -> spoil(trust + "root.json", tree, fault);
      case TIMESTAMP -> spoil(trust + "timestamp.json", tree, fault);
      case SNAPSHOT -> spoil(trust + hashed("snapshot"), tree, fault);
      case TARGETS -> spoil(trust + hashed("targets"), tree, fault);
      case TOKEN -> spoil("/token", token, fault);
      case MANIFEST -> spoil("/v2/team/app/manifests/v1", ofManifest, fault);
      case SIGNATURE -> spoil(signature + 1, ofSignature, fault);
    }
  }

  private void spoil(String path, Answer good, Fault fault) {
    server.answer(path, fault.instead(good, server.uri(path)));
  }

  private static String hashed(String role) throws IOException {
    Path files = FIXTURES.resolve("notary/basic/server/v2/" + GUN + "/_trust/tuf");
    try (var names = Files.list(files)) {
      return names
          .map(file -> file.getFileName().toString())
          .filter(name -> name.matches(role + "\\.[0-9a-f]{64}\\.json"))
          .findFirst()
          .orElseThrow();
    }
  }

  /** Asks for a token first. */
  private Answer guarded(Answer good) {
    byte[] none = "{}".getBytes(UTF_8);
    Answer challenge =
        Answer.of(401, "application/json", none)
            .withHeader(
                "WWW-Authenticate",
                "Bearer realm=\"" + server.uri("/token") + "\",service=\"notary.test\"");
    return exchange -> {
      boolean known = exchange.getRequestHeaders().containsKey("Authorization");
      (known ? good : challenge).send(exchange);
    };
  }
}
