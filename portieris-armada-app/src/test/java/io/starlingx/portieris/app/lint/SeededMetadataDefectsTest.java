/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.lint;

import static io.starlingx.portieris.app.lint.SeededDefect.assertFound;
import static io.starlingx.portieris.app.lint.SeededDefect.more;
import static io.starlingx.portieris.app.lint.SeededDefect.whole;

import io.starlingx.portieris.app.archive.TarballFixture;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One tarball for every message of the metadata's validation but those about shapes. */
class SeededMetadataDefectsTest {

  @TempDir Path directory;

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource({"keys", "flags"})
  void finds(String defect, String rule, String text, TarballFixture tarball) throws IOException {
    assertFound(Set.of(Sysinv.values()), directory, defect, rule, text, tarball);
  }

  static Stream<Arguments> keys() {
    return Stream.of(
        whole("empty", "metadata/yaml", "is empty", ""),
        whole("not YAML", "metadata/yaml", "is not YAML", "a: [\n"),
        whole("a list", "metadata/yaml", "is not a mapping", "- a\n"),
        whole(
            "no name",
            "metadata/identity",
            "Invalid metadata.yaml: app_name is empty or None.",
            "app_version: \"1.0-1\"\n"),
        whole(
            "no version",
            "metadata/identity",
            "Invalid metadata.yaml: app_version is empty or None.",
            "app_name: demo\n"),
        whole(
            "empty name",
            "metadata/identity",
            "Invalid metadata.yaml: app_name is empty or None.",
            "app_name: ''\n"),
        whole(
            "numeric name",
            "metadata/identity",
            "app_name should be (<class 'str'>,).",
            "app_name: 1\n"),
        whole(
            "numeric version",
            "metadata/identity",
            "app_version should be (<class 'str'>,).",
            "app_name: demo\napp_version: 1.0\n"),
        whole(
            "no Kubernetes versions",
            "metadata/supported-k8s-version",
            "Kubernetes supported versions not specified",
            "app_name: demo\n"),
        whole(
            "no minimum",
            "metadata/supported-k8s-version",
            "Minimum supported Kubernetes version not specified",
            "supported_k8s_version: {maximum: \"1.30\"}\n"),
        whole(
            "numeric minimum",
            "metadata/supported-k8s-version",
            "Invalid metadata.yaml: minimum should be (<class 'str'>,).",
            "supported_k8s_version: {minimum: 1.24}\n"),
        whole(
            "pre-release minimum",
            "metadata/supported-k8s-version",
            "should be formatted as major.minor",
            "supported_k8s_version: {minimum: 1.24.4-rc1}\n"),
        whole(
            "numeric maximum",
            "metadata/supported-k8s-version",
            "maximum should be (<class 'str'>,).",
            "supported_k8s_version: {minimum: \"1.24\", maximum: 1.30}\n"),
        whole(
            "two digits before the dot",
            "metadata/supported-k8s-version",
            "should be formatted as major.minor",
            "supported_k8s_version: {minimum: v10.1}\n"),
        whole(
            "wildcard maximum",
            "metadata/supported-k8s-version",
            "should be formatted as major.minor",
            "supported_k8s_version: {minimum: \"1.24\", maximum: 1.30.x}\n"),
        whole(
            "empty range",
            "metadata/k8s-range",
            "maximum is below minimum",
            "supported_k8s_version: {minimum: \"1.30\", maximum: \"1.9.9\"}\n"),
        more(
            "timing without update",
            "metadata/k8s-upgrades",
            "'k8s_upgrade:timing' set but no corresponding k8s_upgrade:auto_update",
            "k8s_upgrades: {timing: pre}\n"),
        more(
            "no timing",
            "metadata/k8s-upgrades",
            "'k8s_upgrade:auto_update' set but no corresponding k8s_upgrade:timing",
            "k8s_upgrades: {auto_update: true}\n"),
        more(
            "unknown timing",
            "metadata/k8s-upgrades",
            "timing expected value is either 'pre' or 'post'.",
            "k8s_upgrades: {auto_update: true, timing: now}\n"),
        more(
            "pattern that does not compile",
            "metadata/from-versions",
            "from_versions entry '1.(' should be a valid regular expression.",
            "upgrades: {from_versions: [\"1.(\"]}\n"),
        more(
            "numeric pattern",
            "metadata/from-versions",
            "Invalid string: 1.0.",
            "upgrades: {from_versions: [1.0]}\n"),
        more(
            "numeric release",
            "metadata/supported-releases",
            "supported_releases release key should be (<class 'str'>,).",
            "supported_releases: {24.09: []}\n"),
        more(
            "patches that are no list",
            "metadata/supported-releases",
            "patches should be a list.",
            "supported_releases: {\"24.09\": x}\n"),
        more(
            "patches that a release requires",
            "metadata/required-patches",
            "release 24.09 requires P-1, P-2",
            "supported_releases: {\"24.09\": [P-1, P-2], \"25.03\": []}\n"),
        more(
            "dependency without action",
            "metadata/dependent-apps",
            "action expected values are",
            "dependent_apps: [{name: a, version: \".*\"}]\n"),
        more(
            "dependency without version",
            "metadata/dependent-apps",
            "version is a required regular expression field.",
            "dependent_apps: [{name: a, action: warn}]\n"),
        more(
            "unknown action",
            "metadata/dependent-apps",
            "action expected values are ['warn', 'ignore', 'error', 'apply'].",
            "dependent_apps: [{name: a, version: \".*\", action: stop}]\n"),
        more(
            "dependency without name",
            "metadata/dependent-apps",
            "name is a required string field.",
            "dependent_apps: [{version: \".*\", action: warn}]\n"),
        more(
            "dependency on a pattern that does not compile",
            "metadata/dependent-apps",
            "version is a required regular expression field.",
            "dependent_apps: [{name: a, version: \"1.(\", action: warn}]\n"),
        more(
            "fault in a group",
            "metadata/dependent-apps",
            "action expected values are",
            "dependent_apps: [[{name: a, version: \".*\", action: warn}, {name: b, version:"
                + " \".*\"}]]\n"),
        more(
            "parent exception without version",
            "metadata/dependent-apps",
            "version is a required regular expression field.",
            "dependent_parent_exceptions: [{name: a}]\n"),
        more(
            "parent exception that is text",
            "metadata/dependent-apps",
            "must be dict or list.",
            "dependent_parent_exceptions: [a]\n"),
        more(
            "group of one",
            "metadata/dependent-apps",
            "at least two mutually exclusive apps.",
            "dependent_apps: [[{name: a, version: \".*\", action: warn}]]\n"),
        more(
            "dependency that is text",
            "metadata/dependent-apps",
            "must be dict or list.",
            "dependent_apps: [a]\n"),
        more("unknown class", "metadata/class", "class expected values are", "class: gold\n"));
  }

  static Stream<Arguments> flags() {
    return Stream.of(
        more(
            "automatic update that is no boolean",
            "metadata/boolean",
            "auto_update expected values: 'true', 'false', 'yes', 'no', 'y', 'n', '1' or '0'",
            "upgrades: {auto_update: perhaps}\n"),
        more(
            "rollback that is no boolean",
            "metadata/boolean",
            "update_failure_no_rollback expected values: 'true', 'false', 'yes', 'no', 'y', 'n',"
                + " '1' or '0'",
            "upgrades: {update_failure_no_rollback: 2}\n"),
        more(
            "downgrade that is no boolean",
            "metadata/boolean",
            "auto_downgrade expected values: 'true', 'false', 'yes', 'no', 'y', 'n', '1' or '0'",
            "downgrades: {auto_downgrade: off}\n"),
        more(
            "management by the platform that is no boolean",
            "metadata/boolean",
            "platform_managed_app expected values: 'true', 'false', 'yes', 'no', 'y', 'n', '1' or"
                + " '0'",
            "behavior: {platform_managed_app: maybe}\n"),
        more(
            "update with Kubernetes that is no boolean",
            "metadata/boolean",
            "auto_update expected values: 'true', 'false', 'yes', 'no', 'y', 'n', '1' or '0'",
            "k8s_upgrades: {auto_update: x, timing: pre}\n"));
  }
}
