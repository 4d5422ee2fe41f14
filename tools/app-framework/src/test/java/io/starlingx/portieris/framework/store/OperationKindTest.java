/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which operation may begin in which status, and what is said where it may not. */
class OperationKindTest {

  private static final Map<String, String> TEXTS =
      Map.of(
          "status", "operation is not allowed while the current status is %s.",
          "applying", "install/update is already in progress.",
          "updating", "update is already in progress.");

  @ParameterizedTest
  @CsvSource(
      useHeadersInDisplayName = true,
      textBlock =
          """
          STATUS,            APPLY,    UPDATE,   REMOVE
          uploading,         status,   status,   status
          uploaded,          yes,      status,   status
          upload-failed,     status,   status,   status
          applying,          applying, status,   status
          applied,           yes,      yes,      yes
          apply-failed,      yes,      status,   yes
          removing,          status,   status,   status
          remove-failed,     status,   status,   yes
          updating,          status,   updating, status
          update-starting,   status,   status,   status
          recovering,        status,   status,   status
          restore-requested, status,   status,   status
          """)
  void beginsInSomeStatuses(String status, String apply, String update, String remove) {
    assertThat(OperationKind.APPLY.refusal(ApplicationStatus.of(status)))
        .isEqualTo(text(apply, status));
    assertThat(OperationKind.UPDATE.refusal(ApplicationStatus.of(status)))
        .isEqualTo(text(update, status));
    assertThat(OperationKind.REMOVE.refusal(ApplicationStatus.of(status)))
        .isEqualTo(text(remove, status));
  }

  private static Optional<String> text(String answer, String status) {
    return Optional.ofNullable(TEXTS.get(answer)).map(text -> text.formatted(status));
  }

  @Test
  void leadsFromStatusToStatusAsThePlatformDoes() {
    assertThat(OperationKind.values())
        .extracting(
            kind ->
                kind.running().text()
                    + " -> "
                    + kind.success().text()
                    + " / "
                    + kind.failure().text())
        .containsExactly(
            "uploading -> uploaded / upload-failed",
            "applying -> applied / apply-failed",
            "removing -> uploaded / remove-failed",
            "updating -> applied / apply-failed");
  }
}
