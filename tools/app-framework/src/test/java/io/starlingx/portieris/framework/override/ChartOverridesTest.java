/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.override;

import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.framework.override.OverrideAnswer.Done;
import io.starlingx.portieris.framework.override.OverrideAnswer.Refused;
import io.starlingx.portieris.framework.store.Application;
import io.starlingx.portieris.framework.store.ApplicationStatus;
import io.starlingx.portieris.framework.store.ApplicationStore;
import io.starlingx.portieris.framework.store.ChartOverride;
import io.starlingx.portieris.framework.store.OperationOptions;
import io.starlingx.portieris.framework.store.ProcessOwner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChartOverridesTest {

  @TempDir Path directory;
  private ApplicationStore store;
  private ChartOverrides overrides;

  @BeforeEach
  void upload() {
    store = ApplicationStore.open(directory, InstantSource.system());
    overrides = new ChartOverrides(store);
    store
        .operations()
        .beginUpload("portieris", "26.11-1", "tree", OperationOptions.NONE, ProcessOwner.current());
    Application application = store.find("portieris").orElseThrow();
    store
        .overrides()
        .add(
            application.id(),
            List.of(
                new ChartOverride(
                    "portieris",
                    "portieris",
                    true,
                    Optional.of("{replicaCount: 1}\n"),
                    Optional.empty())));
    end("portieris", ApplicationStatus.UPLOADED);
  }

  @Test
  void laterFilesWinAndArgumentsWinOverFiles() throws IOException {
    Path first = file("first.yaml", "TrustedCACert: QUJD\nimage: {tag: v1, name: x}\n");
    Path second = file("second.yaml", "image: {tag: v9}\n");

    assertThat(update(List.of(first, second), List.of("image.name=y"), false, false))
        .hasValue("TrustedCACert: QUJD\nimage:\n  name: \"y\"\n  tag: v9\n");
  }

  @Test
  void reuseKeepsAndResetDrops() throws IOException {
    update(List.of(), List.of("a=x"), false, false);
    assertThat(update(List.of(), List.of("b=x"), true, false)).hasValue("a: x\nb: x\n");
    assertThat(update(List.of(), List.of(), true, false)).hasValue("a: x\nb: x\n");
    assertThat(update(List.of(), List.of("c=x"), false, true)).hasValue("c: x\n");
  }

  @Test
  void noValuesAtAllErase() throws IOException {
    update(List.of(), List.of("a=x"), false, false);

    assertThat(update(List.of(), List.of(), false, false)).isEmpty();
  }

  @Test
  void showsSystemAndUserValuesMerged() throws IOException {
    update(List.of(), List.of("TrustedCACert=QUJD"), false, false);

    assertThat(overrides.show("portieris", "portieris", "portieris"))
        .isInstanceOfSatisfying(
            Done.class,
            done ->
                assertThat(((ChartOverrides.Shown) done.value()).combined())
                    .hasValue("TrustedCACert: QUJD\nreplicaCount: 1\n"));
  }

  @Test
  void refusesACommaWithinAnArgument() throws IOException {
    refuses(
        List.of(),
        List.of("a={x,y}"),
        "Invalid input: One (or more) set overrides contains multiple values. Consider using"
            + " --values option instead.");
  }

  @Test
  void refusesReuseTogetherWithReset() throws IOException {
    assertThat(
            overrides.update(
                "portieris",
                "portieris",
                "portieris",
                new OverrideRequest(List.of(), List.of(), true, true)))
        .isEqualTo(new Refused<>("--reuse-values and --reset-values cannot both be specified."));
  }

  @Test
  void refusesAMissingFile() throws IOException {
    Path missing = directory.resolve("none.yaml");

    refuses(
        List.of(missing),
        List.of(),
        "error opening values file: [Errno 2] No such file or directory: '" + missing + "'");
  }

  @Test
  void refusesAFileWithoutNamesForItsValues() throws IOException {
    Path file = Files.writeString(directory.resolve("list.yaml"), "- replicaCount\n- 2\n");

    refuses(
        List.of(file), List.of(), file + ": holds a sequence, values are a mapping (name: value)");
  }

  @Test
  void refusesAFileThatIsNoYamlAsTheStockClientDoes() throws IOException {
    Path bad = file("bad.yaml", "a: [1\n");

    refuses(
        List.of(bad),
        List.of(),
        """
        while parsing a flow sequence
          in "%s", line 1, column 4
        expected ',' or ']', but got '<stream end>'
          in "%s", line 2, column 1\
        """
            .formatted(bad, bad));
  }

  @Test
  void aFailedMergeLeavesTheValuesAsTheyWere() throws IOException {
    update(List.of(), List.of("a=x"), false, false);

    assertThat(answer(List.of(), List.of("a[70000]=x")))
        .isInstanceOfSatisfying(
            Refused.class,
            refused ->
                assertThat(refused.text())
                    .startsWith(
                        "Unable to update the helm chart attributes for chart portieris under"
                            + " Namespace portieris. Please check sysinv.log for details.\n"));
    assertThat(update(List.of(), List.of(), true, false)).hasValue("a: x\n");
  }

  @Test
  void namesWhatIsNotThere() throws IOException {
    assertThat(overrides.list("nope")).isEqualTo(new Refused<>("Application not found: nope"));
    assertThat(overrides.show("portieris", "zzz", "portieris"))
        .isEqualTo(
            new Refused<>("Chart overrides zzz:portieris for application portieris not found"));
    assertThat(overrides.delete("portieris", "portieris", "elsewhere"))
        .isEqualTo(
            new Refused<>(
                "Chart overrides portieris:elsewhere for application portieris not found"));
  }

  @Test
  void refusesWhileTheApplicationIsBeingUploadedOrItsUploadHasFailed() throws IOException {
    store
        .operations()
        .beginUpload("late", "1.0-1", "late", OperationOptions.NONE, ProcessOwner.current());
    String refused =
        "It's not possible list or update the overrides right now. The app is currently in ";

    assertThat(overrides.list("late"))
        .isEqualTo(
            new Refused<>(refused + "uploading state. Wait until the upload process finishes."));
    end("late", ApplicationStatus.UPLOAD_FAILED);
    assertThat(overrides.delete("late", "late", "late"))
        .isEqualTo(
            new Refused<>(
                refused
                    + "upload-failed state. Try deleting the app and uploading again before running"
                    + " the override commands."));
  }

  private Optional<String> update(
      List<Path> files, List<String> arguments, boolean reuse, boolean reset) throws IOException {
    OverrideRequest request =
        new OverrideRequest(
            files.stream().<GivenValues>map(GivenValues.InFile::new).toList(),
            arguments,
            reuse,
            reset);
    return switch (overrides.update("portieris", "portieris", "portieris", request)) {
      case Done<ChartOverride>(ChartOverride chart) -> chart.user();
      case Refused<ChartOverride>(String text) -> throw new AssertionError(text);
    };
  }

  private OverrideAnswer<ChartOverride> answer(List<Path> files, List<String> arguments)
      throws IOException {
    return overrides.update(
        "portieris",
        "portieris",
        "portieris",
        new OverrideRequest(
            files.stream().<GivenValues>map(GivenValues.InFile::new).toList(),
            arguments,
            false,
            false));
  }

  private void refuses(List<Path> files, List<String> arguments, String text) throws IOException {
    assertThat(answer(files, arguments)).isEqualTo(new Refused<>(text));
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }

  private void end(String name, ApplicationStatus status) {
    Application application = store.find(name).orElseThrow();
    store
        .operations()
        .finish(store.operations().of(application.id()).orElseThrow(), status, "completed", false);
  }
}
