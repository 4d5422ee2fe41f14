/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.app.upload.AppMetadata;
import io.starlingx.portieris.app.upload.AppMetadata.Alternative;
import io.starlingx.portieris.app.upload.AppMetadata.Dependency;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class UpdateOrderTest {

  @Test
  void classesThenThoseThatNeedOthersThenThoseOfTheUser() {
    assertThat(
            order(
                application("by-hand", false, ""),
                application("reports", true, "reporting"),
                application("needs-b", true, "", "a-needs-nothing", "b-needs-a"),
                application("b-needs-a", true, "", "a-needs-nothing"),
                application("a-needs-nothing", true, ""),
                application("cert-manager", true, "critical"),
                application("ceph", true, "storage"),
                application("extra", true, "optional"),
                application("found", true, "discovery")))
        .containsExactly(
            "cert-manager",
            "a-needs-nothing",
            "ceph",
            "found",
            "extra",
            "reports",
            "b-needs-a",
            "needs-b",
            "by-hand");
  }

  @Test
  void applicationsThatNeedEachOtherAreStillAllThere() {
    assertThat(order(application("b", true, "", "a"), application("a", true, "", "b")))
        .containsExactly("a", "b");
  }

  private static List<String> order(AppMetadata... applications) {
    return UpdateOrder.of(List.of(applications)).stream().map(AppMetadata::name).toList();
  }

  private static AppMetadata application(
      String name, boolean isManaged, String appClass, String... needed) {
    return ManagedApplication.of(
        name,
        "1.0-1",
        isManaged,
        Stream.of(needed)
            .map(other -> new Dependency(List.of(new Alternative(other, ".*", "error"))))
            .toList(),
        List.of(),
        appClass);
  }
}
