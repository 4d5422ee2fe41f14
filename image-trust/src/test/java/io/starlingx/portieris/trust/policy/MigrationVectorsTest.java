/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.policy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.trust.image.ImageReference;
import io.starlingx.portieris.trust.image.ParsedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The migration guide lists exactly the patterns that match more than the raw spelling. */
class MigrationVectorsTest {

  private static final Path GUIDE =
      Path.of(System.getProperty("portieris.root", "..")).resolve("docs/migration.md");
  private static final Pattern VECTOR =
      Pattern.compile("(?m)^\\d+,'([^']*)','([^']*)',(true|false)$");
  private static final Pattern ROW = Pattern.compile("(?m)^ *\\| `([^`]+)` \\| `([^`]+)` \\| now");

  @Test
  void theGuideListsEveryVectorThatChanges() throws IOException {
    List<String> changed = new ArrayList<>();
    VECTOR
        .matcher(vectors())
        .results()
        .filter(MigrationVectorsTest::matchesByTheFullNameOnly)
        .forEach(vector -> changed.add(vector.group(1) + " " + vector.group(2)));

    assertThat(
            ROW.matcher(Files.readString(GUIDE, UTF_8))
                .results()
                .map(row -> row.group(1) + " " + row.group(2)))
        .containsExactlyElementsOf(changed)
        .isNotEmpty();
  }

  private static boolean matchesByTheFullNameOnly(MatchResult vector) {
    RepositoryPattern pattern = new RepositoryPattern(vector.group(1));
    return !pattern.matches(vector.group(2))
        && ImageReference.parse(vector.group(2)) instanceof ParsedImage.Valid(ImageReference image)
        && pattern.matches(image.canonical());
  }

  private static String vectors() throws IOException {
    try (InputStream file =
        Objects.requireNonNull(
            MigrationVectorsTest.class.getResourceAsStream("pattern-vectors.csv"))) {
      return new String(file.readAllBytes(), UTF_8);
    }
  }
}
