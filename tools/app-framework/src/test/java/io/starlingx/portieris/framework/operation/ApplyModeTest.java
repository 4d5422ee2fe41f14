/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.operation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ApplyModeTest {

  @Test
  void onlyOneApplicationHasModes() {
    assertThat(ApplyMode.refusal("portieris", "normal"))
        .hasValue("Mode is not supported for app portieris.");
    assertThat(ApplyMode.refusal("portieris", "")).isEmpty();
    assertThat(ApplyMode.refusal("stx-openstack", "restore_db")).isEmpty();
    assertThat(ApplyMode.refusal("stx-openstack", "")).isEmpty();
  }

  @Test
  void anotherModeIsRefusedWithTheAcceptedOnes() {
    assertThat(ApplyMode.refusal("stx-openstack", "fast"))
        .hasValue(
            "Mode fast for app stx-openstack is not valid. Valid modes are ['restore_db',"
                + " 'restore_storage', 'normal'].");
  }
}
