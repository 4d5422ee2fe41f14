/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.wheel;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.starlingx.portieris.app.AppVersion;
import io.starlingx.portieris.app.archive.TarWriter;
import io.starlingx.portieris.testbed.DockerRegistry;
import io.starlingx.portieris.testbed.TestAuthority;
import io.starlingx.portieris.testbed.TokenService;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The plugin's push, by a real Python to a real registry that wants tokens. */
class ImageArchivesTest {

  private static final String NAME = "docker.io/example/webhook";
  private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  private static final String INDEX = "application/vnd.oci.image.index.v1+json";

  @TempDir Path directory;

  private final SortedMap<String, byte[]> blobs = new TreeMap<>();

  @TestFactory
  List<DynamicTest> archivesArePushedByteForByte() throws Exception {
    TestAuthority authority = TestAuthority.create(directory.resolve("authority"));
    try (TokenService tokens = TokenService.start(authority, "sysinv", "s3cret");
        DockerRegistry registry =
            DockerRegistry.start(directory.resolve("registry"), authority, tokens.access())) {
      PluginDescriptor descriptor =
          new PluginDescriptor(
              "k8sapp_portieris",
              List.of(PluginChart.of("portieris", "portieris")),
              new PluginLifecycle(Optional.empty(), Optional.empty(), List.of(), List.of(), true));
      Path wheel =
          PluginWheel.write(
              "portieris",
              AppVersion.parse("1.0-1").orElseThrow(),
              descriptor,
              SystemOverrides.none(),
              directory);
      return PythonTests.tests(
          wheel,
          directory,
          "test_image_archives",
          Map.of(
              "REGISTRY", registry.host(),
              "REGISTRY_USER", "sysinv",
              "REGISTRY_PASSWORD", "s3cret",
              "APPLICATION", application().toString(),
              "SSL_CERT_FILE", authority.certificateFile().toString()));
    }
  }

  /** An unpacked tarball with one image and one index of two. */
  private Path application() throws IOException {
    Path application = Files.createDirectories(directory.resolve("application"));
    Map<String, Object> single = image("one");
    Map<String, Object> several =
        blob(
            INDEX,
            Map.of(
                "schemaVersion",
                2,
                "mediaType",
                INDEX,
                "manifests",
                List.of(image("amd64"), image("arm64"))));
    Map<String, Object> index =
        Map.of(
            "schemaVersion",
            2,
            "manifests",
            List.of(named(single, "1.0"), named(several, "1.0-all")));
    Path archives = Files.createDirectories(application.resolve("image-archives"));
    try (TarWriter tar =
        TarWriter.plain(Files.newOutputStream(archives.resolve("webhook.oci.tar")))) {
      tar.file("index.json", json(index));
      for (Map.Entry<String, byte[]> blob : blobs.entrySet()) {
        tar.file("blobs/sha256/" + blob.getKey(), blob.getValue());
      }
    }
    Files.write(
        application.resolve("digests.json"),
        json(Map.of("1.0", single.get("digest"), "1.0-all", several.get("digest"))));
    return application;
  }

  private static Map<String, Object> named(Map<String, Object> descriptor, String tag) {
    Map<String, Object> named = new LinkedHashMap<>(descriptor);
    named.put("annotations", Map.of("io.containerd.image.name", NAME + ":" + tag));
    return named;
  }

  private Map<String, Object> image(String content) throws IOException {
    List<Object> layers = new ArrayList<>();
    layers.add(
        blob(
            "application/vnd.oci.image.layer.v1.tar",
            ("layer " + content).getBytes(StandardCharsets.UTF_8)));
    return blob(
        MANIFEST,
        Map.of(
            "schemaVersion",
            2,
            "mediaType",
            MANIFEST,
            "config",
            blob("application/vnd.oci.image.config.v1+json", Map.of("os", content)),
            "layers",
            layers));
  }

  private Map<String, Object> blob(String type, Map<String, Object> json) throws IOException {
    return blob(type, json(json));
  }

  private Map<String, Object> blob(String type, byte[] content) {
    try {
      String digest =
          HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
      blobs.put(digest, content);
      return Map.of("mediaType", type, "digest", "sha256:" + digest, "size", content.length);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static byte[] json(Map<String, Object> value) throws IOException {
    return new ObjectMapper().writeValueAsBytes(value);
  }
}
