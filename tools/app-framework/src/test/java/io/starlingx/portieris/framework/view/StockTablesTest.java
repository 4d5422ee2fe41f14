/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.framework.store.Application;
import io.starlingx.portieris.framework.store.ApplicationStatus;
import io.starlingx.portieris.framework.store.ChartOverride;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Output recorded from the stock client, byte for byte. */
class StockTablesTest {

  private static final Instant CREATED = Instant.parse("2026-11-22T02:58:46.035534789Z");
  private static final ChartOverride CHART =
      new ChartOverride(
          "portieris",
          "portieris",
          true,
          Optional.of("{replicaCount: 1}\n"),
          Optional.of("TrustedCACert: QUJD\n"));

  @Test
  void listOnATerminalTooNarrowForItsWordsIsNotWrapped() throws IOException {
    assertThat(ApplicationView.list(applied(), OptionalInt.of(80)))
        .isEqualTo(recorded("application-list"));
  }

  @Test
  void listWithoutWrap() throws IOException {
    assertThat(ApplicationView.list(applied(), OptionalInt.empty()))
        .isEqualTo(recorded("application-list"));
  }

  @Test
  void anEmptyListIsAnEmptyLine() {
    assertThat(ApplicationView.list(List.of(), OptionalInt.of(80))).isEqualTo("\n");
  }

  @Test
  void showAsTable() throws IOException {
    assertThat(ApplicationView.show(uploading())).isEqualTo(recorded("application-show"));
  }

  @Test
  void showOneColumnAsValue() throws IOException {
    assertThat(ApplicationView.show(uploading(), List.of("status"), ShowFormat.VALUE))
        .isEqualTo(recorded("application-show-value"));
  }

  @Test
  void showAsYaml() throws IOException {
    assertThat(ApplicationView.show(uploading(), List.of(), ShowFormat.YAML))
        .isEqualTo(recorded("application-show-yaml"));
  }

  @Test
  void showColumnsWithoutAbsentAndUnknownOnes() {
    List<String> columns = List.of("status", "progress", "nonsense", "active");

    assertThat(ApplicationView.show(uploading(), columns, ShowFormat.VALUE))
        .isEqualTo("False uploading\n");
  }

  @Test
  void overrideListShortAndLong() throws IOException {
    assertThat(OverrideView.list(List.of(CHART), false, OptionalInt.of(80)))
        .isEqualTo(recorded("helm-override-list"));
    assertThat(OverrideView.list(List.of(CHART), true, OptionalInt.of(80)))
        .isEqualTo(recorded("helm-override-list-long"));
  }

  @Test
  void overrideShow() throws IOException {
    assertThat(OverrideView.show(CHART, Optional.of("TrustedCACert: QUJD\nreplicaCount: 1\n")))
        .isEqualTo(recorded("helm-override-show"));
  }

  @Test
  void overrideUpdate() throws IOException {
    ChartOverride updated =
        new ChartOverride(
            "portieris",
            "portieris",
            true,
            Optional.empty(),
            Optional.of("TrustedCACert: QUJD\nimage:\n  tag: v9\n"));

    assertThat(OverrideView.updated(updated)).isEqualTo(recorded("helm-override-update"));
  }

  private static List<Application> applied() {
    return List.of(
        application(
            "cert-manager", "24.09-80", ApplicationStatus.APPLIED, Optional.of("completed")),
        application("portieris", "24.09-44", ApplicationStatus.APPLIED, Optional.of("completed")));
  }

  private static Application uploading() {
    return application("portieris", "24.09-44", ApplicationStatus.UPLOADING, Optional.empty());
  }

  private static Application application(
      String name, String version, ApplicationStatus status, Optional<String> progress) {
    return new Application(
        1, name, version, status, progress, false, CREATED, Optional.empty(), Path.of("tree"));
  }

  private static String recorded(String name) throws IOException {
    try (InputStream in = StockTablesTest.class.getResourceAsStream("/stock/" + name + ".txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
