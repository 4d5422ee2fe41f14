/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * The yardstick wants what it is said to want. It is built once: run with {@code
 * -Dportieris.reference-webhook=true}.
 */
@EnabledIfSystemProperty(named = "portieris.reference-webhook", matches = "true")
class ReferenceWebhookTest {

  private static final String HEX = "0123456789abcdef".repeat(4);
  private static final String GUN = "example.com/team/delegated";

  @Test
  void pinsWhatTheSignerSignedAndDeniesAllElse(@TempDir Path directory)
      throws IOException, InterruptedException {
    TestAuthority authority = TestAuthority.create(directory.resolve("tls"));
    KeyPairFiles alice = authority.serverFiles("alice", "alice.example.com");
    KeyPairFiles bob = authority.serverFiles("bob", "bob.example.com");
    try (NotaryServer server = NotaryServer.start(directory.resolve("notary"), authority);
        HttpClient client = HttpClient.newBuilder().sslContext(authority.clientContext()).build()) {
      publish(server, directory, alice);
      try (ReferenceWebhook wantsAlice =
              webhook(directory.resolve("alice"), authority, server, alice);
          ReferenceWebhook wantsBob = webhook(directory.resolve("bob"), authority, server, bob)) {
        assertThat(ask(client, wantsAlice, GUN + ":v1"))
            .contains("\"allowed\":true", "\"uid\":\"7\"")
            .contains("\"value\":\"" + GUN + "@sha256:" + HEX);
        assertThat(ask(client, wantsAlice, GUN + ":v2")).contains("\"allowed\":false");
        assertThat(ask(client, wantsAlice, "example.com/team/other:v1"))
            .contains("\"allowed\":false");
        for (String untagged : List.of("app", "example.com:5000/team/app")) {
          assertThat(ask(client, wantsAlice, untagged)).contains("\"allowed\":false", "no tag");
        }
        assertThat(ask(client, wantsBob, GUN + ":v1"))
            .contains("\"allowed\":false", "no signature of targets/alice");
      }
    }
  }

  private static void publish(NotaryServer server, Path directory, KeyPairFiles alice) {
    NotaryClient owner = server.client(directory.resolve("owner"));
    owner.init(GUN);
    owner.giveSnapshotKeyToServer(GUN);
    owner.delegate(GUN, "targets/alice", alice.certificate());
    NotaryClient delegate = server.client(directory.resolve("delegate"));
    delegate.importKey(alice.key(), "alice");
    delegate.sign(GUN, "v1", "sha256:" + HEX, 345, List.of("targets/alice"));
  }

  /** Wants the signature of a role that is called alice, by this key. */
  private static ReferenceWebhook webhook(
      Path directory, TestAuthority authority, NotaryServer server, KeyPairFiles signer) {
    return ReferenceWebhook.start(
        directory, authority, server.url(), "alice", signer.certificate());
  }

  private static String ask(HttpClient client, ReferenceWebhook webhook, String image)
      throws IOException, InterruptedException {
    String review =
        """
        {"request": {"uid": "7", "object": {"spec": {"template": {"spec": {"containers": [{"image": "%s"}]}}}}}}
        """
            .formatted(image);
    String answer =
        client
            .send(
                HttpRequest.newBuilder(webhook.url()).POST(BodyPublishers.ofString(review)).build(),
                BodyHandlers.ofString())
            .body();
    return answer + plainPatch(answer);
  }

  /** The operations of an answer's patch, in plain text. */
  private static String plainPatch(String answer) {
    String before = "\"patch\":\"";
    int start = answer.indexOf(before);
    if (start < 0) {
      return "";
    }
    String patch = answer.substring(start + before.length());
    byte[] plain = Base64.getDecoder().decode(patch.substring(0, patch.indexOf('"')));
    return new String(plain, StandardCharsets.UTF_8);
  }
}
