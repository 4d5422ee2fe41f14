/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.lint;

import io.starlingx.portieris.app.content.Application;
import io.starlingx.portieris.app.content.ChartArchive;
import io.starlingx.portieris.app.content.FluxRelease;
import io.starlingx.portieris.app.mirror.ImageParser;
import io.starlingx.portieris.app.mirror.MergedValues;
import io.starlingx.portieris.app.mirror.ReleaseValues;
import io.starlingx.portieris.app.yaml.Yaml;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The images in chart values and static overrides, as sysinv finds, mirrors and rewrites them. Used
 * once.
 */
final class ImageChecks {

  private static final Pattern REGISTRY_PORT = Pattern.compile("[^/]+:[0-9]+/.*");
  private static final Set<String> TAG_KEYS = Set.of("tag", "imagetag");

  private static final Rule NONE =
      Rule.error(
              "image/none",
              "the upload fails when no chart names an image that sysinv recognises",
              "name images as image: {repository: <registry>/<name>, tag: \"<tag>\"}")
          .onFlux();
  private static final Rule REWRITTEN =
      new Rule(
          "image/image-key",
          Severity.ERROR,
          Set.of(Sysinv.MASTER),
          "the current parser takes image.image for a whole reference and puts a registry before"
              + " it, so that the pod's image name is invalid; none mirrors the image",
          "use image.repository and image.tag");
  private static final Rule UNSEEN =
      Rule.warning(
              "image/not-recognised",
              "sysinv neither mirrors the image nor rewrites its name, so that nodes without a way"
                  + " to its registry cannot pull it",
              "use image.repository and image.tag")
          .onFlux();
  private static final Rule NUMERIC_TAG =
      Rule.error(
              "image/numeric-tag",
              "sysinv rewrites the repository to the local registry but never mirrors the image",
              "put the tag in quotes")
          .onFlux();
  private static final Rule UNTAGGED =
      Rule.warning(
              "image/untagged",
              "sysinv rewrites the name to the local registry but mirrors only tagged images",
              "add a tag")
          .onFlux();
  private static final Rule PORT =
      Rule.warning(
              "image/registry-port",
              "sysinv mirrors the image with the registry's port in its name and rewrites the"
                  + " value without it",
              "use a registry name without a port")
          .onFlux();
  private static final Rule OTHER =
      Rule.warning(
              "image/other-text",
              "sysinv takes every text under images: for an image and puts the local registry"
                  + " before it",
              "name images under images.tags, and keep other settings outside images:")
          .onFlux();
  private static final Rule DIRECTORY =
      Rule.warning(
              "image/chart-values",
              "sysinv looks for charts/<release name>/values.yaml, then for the name of the chart"
                  + " without -N.N.N, and does not see the chart's own images",
              "give the HelmRelease and the directory in the chart archive the same name")
          .onFlux();

  private final Findings findings;
  private final List<String> mirrored = new ArrayList<>();

  private ImageChecks(Findings findings) {
    this.findings = findings;
  }

  static void check(Application app, Findings findings) throws IOException {
    ImageChecks checks = new ImageChecks(findings);
    List<FluxRelease> releases = FluxRelease.read(app);
    for (FluxRelease release : releases) {
      checks.check(app, release);
    }
    boolean isReadable = app.refusal().isEmpty() && !app.charts().isEmpty();
    if (checks.mirrored.isEmpty() && isReadable && !releases.isEmpty()) {
      findings.add(NONE, app.name(), "charts specify no docker images.");
    }
  }

  private void check(Application app, FluxRelease release) throws IOException {
    String path = release.directory() + "/" + release.staticOverrides().orElse("none");
    FluxChecks.readable(app, path, findings);
    ReleaseValues values = ReleaseValues.of(app, release);
    if (values.chart().isEmpty()) {
      unread(app, release);
    }
    MergedValues merged = values.merged();
    mirrored.addAll(ImageParser.master().parse(merged.values()).downloads());
    walk(merged, merged.values(), false);
  }

  private void unread(Application app, FluxRelease release) {
    for (ChartArchive chart : app.charts()) {
      if (chart.name().isPresent() && chart.name().equals(release.chart())) {
        findings.add(
            DIRECTORY,
            chart.file(),
            "holds directory "
                + chart.directory()
                + ", the release is "
                + release.name().orElse("unnamed"));
      }
    }
  }

  private void walk(MergedValues merged, Yaml value, boolean isInList) {
    switch (value) {
      case Yaml.Mapping mapping -> {
        for (Yaml.Entry entry : mapping.entries()) {
          String key = entry.key().text().toLowerCase(Locale.ROOT);
          if (isInList && key.equals("image") && !entry.value().isNull()) {
            add(UNSEEN, merged, entry.value(), "image is in a list, which sysinv does not search");
          } else if (key.equals("image")) {
            image(merged, mapping, entry.value());
          } else if (key.equals("images") && !isInList) {
            references(merged, entry.value());
          }
          walk(merged, entry.value(), isInList);
        }
      }
      case Yaml.Sequence sequence -> sequence.items().forEach(item -> walk(merged, item, true));
      case Yaml.Scalar scalar -> {}
    }
  }

  /** {@code images: {tags: {name: reference}}}, or the same without {@code tags}. */
  private void references(MergedValues merged, Yaml images) {
    for (Yaml.Entry entry : images.at("tags").orElse(images).entries()) {
      Optional<String> text = entry.value().asText();
      if (text.isPresent() && text.get().indexOf('/') < 0 && text.get().indexOf(':') < 0) {
        String message = entry.key().text() + ": " + text.get() + " is no image reference";
        add(OTHER, merged, entry.value(), message);
      } else {
        text.ifPresent(reference -> reference(merged, entry.value(), reference));
      }
    }
  }

  private void image(MergedValues merged, Yaml.Mapping siblings, Yaml image) {
    Optional<String> whole = image.asText();
    if (whole.isPresent()) {
      Optional<String> tag = tag(merged, siblings);
      reference(merged, image, whole.get() + tag.map(text -> ":" + text).orElse(""));
    } else if (image instanceof Yaml.Mapping parts) {
      parts(merged, parts);
    }
  }

  private void parts(MergedValues merged, Yaml.Mapping parts) {
    Optional<String> repository = parts.text("repository");
    Optional<String> tag = tag(merged, parts);
    if (repository.isPresent()) {
      String registry = parts.text("registry").map(host -> host + "/").orElse("");
      if (tag.isPresent() || !hasTag(parts)) {
        String name = registry + repository.get();
        reference(merged, parts, name + tag.map(text -> ":" + text).orElse(""));
      }
    }
    if (parts.text("image").isPresent()) {
      add(REWRITTEN, merged, parts, "image holds the key image");
    }
    if (repository.isEmpty() && parts.text("image").or(() -> parts.text("name")).isPresent()) {
      add(UNSEEN, merged, parts, "image has no repository");
    }
  }

  private void reference(MergedValues merged, Yaml where, String reference) {
    if (REGISTRY_PORT.matcher(reference).matches()) {
      add(PORT, merged, where, reference + " names a registry with a port");
    }
    if (reference.indexOf(':', reference.lastIndexOf('/') + 1) < 0) {
      add(UNTAGGED, merged, where, reference + " has no tag");
    }
  }

  private static boolean hasTag(Yaml.Mapping values) {
    return values.entries().stream().anyMatch(ImageChecks::isTag);
  }

  private static boolean isTag(Yaml.Entry entry) {
    return TAG_KEYS.contains(entry.key().text().toLowerCase(Locale.ROOT));
  }

  private Optional<String> tag(MergedValues merged, Yaml.Mapping values) {
    Optional<Yaml> tag =
        values.entries().stream().filter(ImageChecks::isTag).map(Yaml.Entry::value).findFirst();
    if (tag.isPresent()
        && tag.get() instanceof Yaml.Scalar scalar
        && scalar.kind() == Yaml.Kind.NUMBER) {
      add(NUMERIC_TAG, merged, scalar, "tag " + scalar.text() + " is a number");
    }
    return tag.flatMap(Yaml::asText);
  }

  private void add(Rule rule, MergedValues merged, Yaml where, String message) {
    findings.add(rule, merged.file(where), merged.line(where), message);
  }
}
