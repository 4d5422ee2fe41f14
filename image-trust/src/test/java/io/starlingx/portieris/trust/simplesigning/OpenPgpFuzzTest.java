/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.simplesigning;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Hostile blobs and keys end in a finding, never in a crash. */
class OpenPgpFuzzTest {

  private static final Keyring KEYS = SimpleFixtures.keyring("trusted.gpg");

  @FuzzTest(maxDuration = "5s")
  void aBlobEndsInAFinding(byte[] blob) {
    assertThat(SimpleFixtures.check(KEYS).judge(blob)).isNotNull();
  }

  @FuzzTest(maxDuration = "5s")
  void aKeyringIsReadOrRefused(byte[] packets) {
    try {
      assertThat(Keyring.parse(SimpleFixtures.armour(packets))).isNotNull();
    } catch (UnusableKeyringException e) {
      assertThat(e.reason()).startsWith("Unable to decode key: ");
    }
  }
}
