/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.bundle;

import io.starlingx.portieris.app.upload.AppMetadata;
import io.starlingx.portieris.app.upload.AppMetadata.Alternative;
import io.starlingx.portieris.app.upload.UploadChecks;
import io.starlingx.portieris.app.upload.UploadRequest;
import io.starlingx.portieris.app.upload.UploadResult;
import io.starlingx.portieris.framework.operation.KubernetesVersion;
import io.starlingx.portieris.framework.operation.LooseVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The applications of one folder, from which the platform updates those that are there.
 *
 * @param bundles in no order
 */
public record Bundles(List<Bundle> bundles) {

  /** Where the platform has them. */
  public static final Path FOLDER = Path.of("/usr/local/share/applications/helm");

  private static final Pattern NAME = Pattern.compile(".*-[0-9]+\\.[0-9]+-[0-9]+.*\\.tgz");

  public Bundles {
    bundles = List.copyOf(bundles);
  }

  /**
   * Reads the folder; none are in one that does not exist.
   *
   * @param log hears of files that are no application
   * @throws IOException when the folder or a file cannot be read
   */
  public static Bundles read(Path folder, Consumer<String> log) throws IOException {
    if (!Files.isDirectory(folder)) {
      return new Bundles(List.of());
    }
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files = all.filter(f -> NAME.matcher(f.getFileName().toString()).matches()).sorted().toList();
    }
    List<Bundle> bundles = new ArrayList<>();
    for (Path file : files) {
      switch (new UploadChecks().inspect(new UploadRequest(file, "", ""))) {
        case UploadResult.Accepted accepted -> bundles.add(new Bundle(file, accepted.metadata()));
        case UploadResult.Rejected rejected -> log.accept(file + ": " + rejected.message());
      }
    }
    return new Bundles(bundles);
  }

  /**
   * What an application is to become: the newest later version that wants to be put in its place,
   * else, where its own version does not come with the platform and it lets that happen, the newest
   * earlier one.
   *
   * @param installed what the application says of itself
   * @param kubernetes version of the cluster
   * @param isHeldBack whether a version is not to be taken for another reason
   */
  Optional<Bundle> successor(
      AppMetadata installed, String kubernetes, Predicate<AppMetadata> isHeldBack) {
    LooseVersion version = LooseVersion.of(installed.version());
    List<Bundle> known = named(installed.name());
    List<Bundle> fitting =
        fitting(known, kubernetes).stream().filter(b -> !isHeldBack.test(b.metadata())).toList();
    Optional<Bundle> later =
        fitting.reversed().stream()
            .filter(b -> LooseVersion.of(b.metadata().version()).compareTo(version) > 0)
            .filter(b -> b.metadata().upgrades().autoUpdate())
            .findFirst();
    boolean isForeign =
        known.stream().noneMatch(b -> b.metadata().version().equals(installed.version()));
    return later.or(
        () ->
            fitting.reversed().stream()
                .filter(b -> isForeign && installed.upgrades().autoDowngrade())
                .filter(b -> LooseVersion.of(b.metadata().version()).compareTo(version) < 0)
                .findFirst());
  }

  /** The newest that satisfies a need of another application. */
  public Optional<Path> newest(Alternative needed, String kubernetes) {
    return fitting(named(needed.name()), kubernetes).reversed().stream()
        .filter(b -> b.metadata().version().matches(needed.version()))
        .map(Bundle::tarball)
        .findFirst();
  }

  private List<Bundle> named(String name) {
    return bundles.stream().filter(b -> b.metadata().name().equals(name)).toList();
  }

  /** Those that run on that version of Kubernetes, the newest last. */
  private static List<Bundle> fitting(List<Bundle> known, String kubernetes) {
    return known.stream()
        .filter(
            b ->
                b.metadata()
                    .kubernetes()
                    .filter(bounds -> !KubernetesVersion.of(kubernetes).isWithin(bounds))
                    .isEmpty())
        .sorted(Comparator.comparing((Bundle b) -> LooseVersion.of(b.metadata().version())))
        .toList();
  }
}
