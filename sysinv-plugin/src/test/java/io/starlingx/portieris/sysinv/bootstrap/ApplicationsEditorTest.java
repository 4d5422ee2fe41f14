/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.sysinv.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApplicationsEditorTest {

  static final ApplicationEntry ENTRY =
      new ApplicationEntry(
          "/home/sysadmin/portieris-26.09-1.tgz",
          "portieris",
          "portieris",
          "/home/sysadmin/v.yaml");

  private static final String BLOCK =
      """
        - /home/sysadmin/portieris-26.09-1.tgz:
            overrides:
              - chart: portieris
                namespace: portieris
                values-path: /home/sysadmin/v.yaml
      """;

  @Test
  void fileWithoutApplicationsGetsThemAtItsEnd() {
    String text = "# my site\nsystem_mode: simplex   # for now\n\nname: 'x'\n# end\n";

    assertThat(edited(text)).isEqualTo(text + "applications:\n" + BLOCK);
  }

  @Test
  void emptyFileGetsThem() {
    assertThat(edited("")).isEqualTo("applications:\n" + BLOCK);
    assertThat(edited("---\n# only a comment"))
        .isEqualTo("---\n# only a comment\napplications:\n" + BLOCK);
  }

  @Test
  void lastLineWithoutEndGetsOne() {
    assertThat(edited("a: 1")).isEqualTo("a: 1\napplications:\n" + BLOCK);
  }

  @Test
  void listGetsTheEntryBehindItsLastOne() {
    assertThat(
            edited(
                """
                applications:
                  - /a/first-1.0-1.tgz:
                      overrides:
                        - {chart: c, namespace: n, values-path: /v}   # mine
                  # - /a/not-1.0-1.tgz:

                other: 1
                """))
        .isEqualTo(
            """
            applications:
              - /a/first-1.0-1.tgz:
                  overrides:
                    - {chart: c, namespace: n, values-path: /v}   # mine
            """
                + BLOCK
                + """
                  # - /a/not-1.0-1.tgz:

                other: 1
                """);
  }

  @Test
  void listWithoutIndentationKeepsIt() {
    assertThat(edited("applications:\n- /a/x-1.0-1.tgz:\nother: 1\n"))
        .isEqualTo(
            "applications:\n- /a/x-1.0-1.tgz:\n" + BLOCK.replaceAll("(?m)^  ", "") + "other: 1\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " []", " ~", " null", "   # none yet", " [] # none yet"})
  void emptyListIsFilled(String value) {
    String comment = value.contains("#") ? value.replace("[]", "") : "";

    String after = edited("a: 1\napplications:" + value + "\nb: 2\n");

    assertThat(after).isEqualTo("a: 1\napplications:" + comment + "\n" + BLOCK + "b: 2\n");
  }

  @Test
  void entryOfAnotherVersionIsReplacedInItsPlaceWithItsQuotesAndComments() {
    assertThat(
            edited(
                """
                applications:
                  - "/usr/local/share/applications/helm/portieris-24.09-44.tgz":  # stock
                      overrides:
                        # ours
                        - namespace: portieris
                          chart: "portieris"
                          values-path: '/old/ü.yaml'  # path
                  - /a/last-1.0-1.tgz:
                """))
        .isEqualTo(
            """
            applications:
              - "/home/sysadmin/portieris-26.09-1.tgz":  # stock
                  overrides:
                    # ours
                    - namespace: portieris
                      chart: "portieris"
                      values-path: '/home/sysadmin/v.yaml'  # path
              - /a/last-1.0-1.tgz:
            """);
  }

  @Test
  void entryWithoutOverridesGetsThem() {
    assertThat(edited("applications:\n  - /a/portieris-1.0-1.tgz: # stock\n  - /a/b-1.0-1.tgz:\n"))
        .isEqualTo(
            "applications:\n"
                + BLOCK.replaceFirst(".tgz:", ".tgz: # stock")
                + "  - /a/b-1.0-1.tgz:\n");
  }

  @Test
  void scalarsOfAFlowMappingAreReplaced() {
    assertThat(
            edited(
                "applications: [{/a/portieris-1.0-1.tgz: {overrides: [{chart: portieris,"
                    + " namespace: portieris, values-path: /old}]}}]\n"))
        .isEqualTo(
            "applications: [{/home/sysadmin/portieris-26.09-1.tgz: {overrides: [{chart: portieris,"
                + " namespace: portieris, values-path: /home/sysadmin/v.yaml}]}}]\n");
  }

  @Test
  void lineEndsAndByteOrderMarkStay() {
    assertThat(edited("\uFEFFa: 1\r\n"))
        .isEqualTo("\uFEFFa: 1\r\napplications:\r\n" + BLOCK.replace("\n", "\r\n"));
  }

  @Test
  void vaultedValuesStayAsTheyAre() {
    String text =
        """
        vault_admin_password: !vault |
          $ANSIBLE_VAULT;1.1;AES256
          6465
        admin_password: "{{ vault_admin_password }}"
        docker_registries: {defaults: {username: u, password: !vault "x"}}
        """;

    assertThat(edited(text)).isEqualTo(text + "applications:\n" + BLOCK);
  }

  @Test
  void secondRunChangesNothing() {
    assertThat(editor().edit(edited("a: 1\n"))).isEqualTo(new BootstrapEdit.Unchanged());
  }

  @ParameterizedTest
  @MethodSource
  void refuses(String text, String why) {
    assertThat(editor().edit(text))
        .isInstanceOfSatisfying(
            BootstrapEdit.Refused.class,
            refused ->
                assertThat(refused.why().toString()).startsWith("localhost.yml").contains(why));
  }

  static Stream<Object[]> refuses() {
    return Stream.of(
        new Object[] {
          "applications: []\napplications: []\n", ":2: applications: the key is there twice"
        },
        new Object[] {"base: &b {x: 1}\n<<: *b\n", ":2: applications: a merge (<<) may hold it"},
        new Object[] {"a: &a []\napplications: *a\n", "an anchor (&) or alias (*) is in the way"},
        new Object[] {"applications: &a\n  - /a-1.0-1.tgz:\nb: *a\n", "an anchor (&) or alias (*)"},
        new Object[] {"applications: [{/a.tgz: }]\n", ":1: applications: is a list in brackets"},
        new Object[] {"applications: [\n]\n", "is an empty list over several lines"},
        new Object[] {"applications: {/a.tgz: }\n", "is not a list that can be edited"},
        new Object[] {"applications: '{{ apps }}'\n", "is not a list that can be edited"},
        new Object[] {"applications: !vault |\n  x\n", "is not a list that can be edited"},
        new Object[] {"vault_applications: []\n", "comes from vault_applications"},
        new Object[] {"$ANSIBLE_VAULT;1.1;AES256\n64\n", "the file is vaulted as a whole"},
        new Object[] {"{a: 1}\n", "the file is no plain list of variables"},
        new Object[] {"- a\n", "the file is no plain list of variables"},
        new Object[] {"a: [\n", ":2: applications: not valid YAML"},
        new Object[] {"a: 1\n---\nb: 2\n", "a second document"},
        new Object[] {"a: 1\n...\n", "ends with a document end marker"},
        new Object[] {"a: 1\rb: 2\r", "line ends of old kind"},
        new Object[] {"a: |\n  text", "cannot be edited without changing other values"},
        new Object[] {
          "applications:\n  - /portieris-1.0-1.tgz:\n  - /b/portieris-1.0-2.tgz:\n",
          ":3: applications: has 2 entries for portieris"
        },
        new Object[] {
          "applications:\n  - /portieris-1.0-1.tgz:\n    /b-1.0-1.tgz:\n",
          "an entry has several keys"
        },
        new Object[] {
          """
          v: &v /x
          applications:
            - /portieris-1.0-1.tgz:
                overrides:
                  - {chart: portieris, namespace: portieris, values-path: *v}
          """,
          "an anchor (&) or alias (*)"
        },
        new Object[] {
          "applications:\n  - /portieris-1.0-1.tgz:\n      overrides: []\n",
          "has not exactly one override"
        },
        new Object[] {
          """
          applications:
            - /portieris-1.0-1.tgz:
                overrides:
                  - {chart: other, namespace: portieris, values-path: /x}
          """,
          "is for another chart or namespace"
        });
  }

  @Test
  void pathThatYamlWouldReadOtherwiseIsNoEntry() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ApplicationEntry("/a b.tgz", "c", "n", "/v"));
  }

  private static ApplicationsEditor editor() {
    return new ApplicationsEditor("localhost.yml", ENTRY);
  }

  private static String edited(String text) {
    return switch (editor().edit(text)) {
      case BootstrapEdit.Edited edited -> edited.text();
      case BootstrapEdit other -> throw new AssertionError(other);
    };
  }
}
