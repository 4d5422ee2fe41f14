/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.testbed.DockerRegistry;
import io.starlingx.portieris.testbed.PushedImage;
import io.starlingx.portieris.testbed.RegistryAccess;
import io.starlingx.portieris.testbed.TestAuthority;
import io.starlingx.portieris.trust.http.Deadline;
import io.starlingx.portieris.trust.http.Headers;
import io.starlingx.portieris.trust.http.HttpTransport;
import io.starlingx.portieris.trust.http.RequestContext;
import io.starlingx.portieris.trust.http.TargetSource;
import io.starlingx.portieris.trust.http.TestTransport;
import io.starlingx.portieris.trust.image.Digest;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Reads from a real docker-registry that asks for a password. */
@Timeout(300)
class RealRegistryTest {

  @Test
  void readsAManifestWithTheRightPasswordOnly(@TempDir Path directory) {
    TestAuthority authority = TestAuthority.create(directory.resolve("ca"));
    try (DockerRegistry registry =
            DockerRegistry.start(
                directory.resolve("registry"),
                authority,
                new RegistryAccess.Password("alice", "secret"));
        HttpTransport transport = TestTransport.trusting(authority)) {
      PushedImage pushed = registry.push("team/app", "v1", "one");
      TokenReader reader = new TokenReader(transport, TokenSettings.none(), InstantSource.system());

      assertThat(read(reader, registry, "v1", new Credentials.Basic("alice", "secret"), pushed))
          .isInstanceOfSatisfying(
              ReadResult.Document.class,
              document -> assertThat(Digest.of(document.content())).hasToString(pushed.digest()));
      assertThat(read(reader, registry, "v2", new Credentials.Basic("alice", "secret"), pushed))
          .isEqualTo(new ReadResult.Absent());
      assertThat(read(reader, registry, "v1", new Credentials.Basic("alice", "wrong"), pushed))
          .isInstanceOf(ReadResult.Unauthorized.class);
      assertThat(read(reader, registry, "v1", new Credentials.Anonymous(), pushed))
          .isInstanceOf(ReadResult.Unauthorized.class);
    }
  }

  private static ReadResult read(
      TokenReader reader,
      DockerRegistry registry,
      String tag,
      Credentials credential,
      PushedImage pushed) {
    ReadRequest request =
        new ReadRequest(
            registry.url().resolve("/v2/team/app/manifests/" + tag),
            new Headers(List.of(new Headers.Field("Accept", pushed.mediaType()))),
            "repository:team/app:pull",
            List.of(credential),
            1 << 20,
            List.of(),
            TargetSource.CONFIGURED);
    return reader.get(request, RequestContext.unrecorded(Deadline.after(Duration.ofSeconds(60))));
  }
}
