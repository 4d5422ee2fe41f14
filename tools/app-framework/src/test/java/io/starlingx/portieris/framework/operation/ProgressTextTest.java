/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.app.upload.AppMetadata.KubernetesVersions;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgressTextTest {

  @Property
  void progressIsOneLineOfAtMost255Characters(@ForAll String text) {
    assertThat(ProgressText.limited(text.repeat(9)))
        .hasSizeLessThanOrEqualTo(255)
        .doesNotContain("\n");
  }

  @Property
  void aLongTextEndsWithDots(@ForAll("longTexts") String text) {
    assertThat(ProgressText.limited(text)).hasSize(255).endsWith("...");
  }

  @ParameterizedTest
  @CsvSource({"0,3,0", "1,3,33", "2,3,67", "1,8,12", "3,8,38", "7,8,88", "3,3,100"})
  void tellsHowMuchIsDoneAsThePlatformRoundsIt(int done, int all, int percent) {
    assertThat(ProgressText.overall("Applying app demo.", done, all))
        .isEqualTo("Applying app demo. Overall completion: " + percent + "%");
  }

  @Provide
  Arbitrary<String> longTexts() {
    return Arbitraries.strings().alpha().ofMinLength(256).ofMaxLength(600);
  }

  @ParameterizedTest
  @CsvSource({
    "v1.34.4,1.24.4,,true",
    "v1.24.4,1.24.4,,true",
    "v1.24.3,1.24.4,,false",
    "v1.9.9,v1.24,,false",
    "v1.34.4+k3s1,1.24.4,v1.34.4,true",
    "v1.34.5,1.24.4,v1.34.4,false"
  })
  void comparesVersionsByNumber(String version, String minimum, String maximum, boolean accepted) {
    KubernetesVersions bounds = new KubernetesVersions(minimum, maximum == null ? "" : maximum);

    assertThat(KubernetesVersion.of(version).isWithin(bounds)).isEqualTo(accepted);
  }
}
