/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.testbed.TestAuthority;
import io.starlingx.portieris.testbed.http.ReceivedRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A vendor's registry to read from, in each test a new one. */
@Timeout(60)
abstract class VendorTest {

  static final List<String> BOTH = List.of("GET", "POST");

  private static TestAuthority authority;

  private final List<VendorRegistry> open = new ArrayList<>();

  @BeforeAll
  static void authority(@TempDir Path directory) {
    authority = TestAuthority.create(directory);
  }

  @AfterEach
  void close() {
    open.forEach(VendorRegistry::close);
  }

  final VendorRegistry start(Vendor vendor, String... tokenRealms) {
    VendorRegistry registry = new VendorRegistry(vendor, authority, tokenRealms);
    open.add(registry);
    return registry;
  }

  static ReceivedRequest onlyTokenRequest(VendorRegistry registry) {
    assertThat(registry.tokenRequests()).hasSize(1);
    return registry.tokenRequests().getFirst();
  }

  static String login(String key, String user, String password) {
    return "{\"" + key + "\":" + entry(user, password) + "}";
  }

  static String entry(String user, String password) {
    return "{\"auth\":\"" + base64(user + ":" + password) + "\"}";
  }

  static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }

  static void assertRead(ReadResult result) {
    assertThat(result)
        .isInstanceOfSatisfying(
            ReadResult.Document.class,
            document -> assertThat(document.content()).isEqualTo("doc".getBytes(UTF_8)));
  }
}
