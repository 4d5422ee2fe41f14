/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.inspect;

import io.starlingx.portieris.app.mirror.MirroredImages.Rewrite;
import java.util.List;
import java.util.SequencedMap;

/**
 * Everything about an application that its archive tells.
 *
 * @param name the tarball's or folder's own name
 * @param sha256 of the tarball, in hexadecimal; empty for a folder
 * @param bytes of the tarball, or of all files of a folder
 * @param unreadable what could not be read
 * @param checksum whether the sums fit
 * @param metadata the settings that sysinv reads, absent ones with its defaults
 * @param repository where Flux fetches the charts
 * @param charts by file
 * @param releases in the order of their directories
 * @param plugins by file
 * @param members everything in the archive, in its order
 */
public record Inspection(
    String name,
    String sha256,
    long bytes,
    List<Unreadable> unreadable,
    String checksum,
    List<Setting> metadata,
    Repository repository,
    List<Chart> charts,
    List<Release> releases,
    List<Plugin> plugins,
    List<Entry> members) {

  public Inspection {
    unreadable = List.copyOf(unreadable);
    metadata = List.copyOf(metadata);
    charts = List.copyOf(charts);
    releases = List.copyOf(releases);
    plugins = List.copyOf(plugins);
    members = List.copyOf(members);
  }

  /**
   * A part that could not be read.
   *
   * @param file the member; the tarball itself when it ends early
   * @param reason why
   */
  public record Unreadable(String file, String reason) {}

  /**
   * A key of {@code metadata.yaml}.
   *
   * @param key its path, names joined by {@code .}
   * @param value as sysinv takes it
   * @param isDefault whether the file says nothing and this is the platform's default
   */
  public record Setting(String key, String value, boolean isDefault) {}

  /**
   * The HelmRepository; empty texts when there is none.
   *
   * @param servedBy which controllers serve its API version
   */
  public record Repository(String name, String url, String apiVersion, String servedBy) {}

  /**
   * A chart archive.
   *
   * @param bytes of all its files, unpacked
   */
  public record Chart(
      String file,
      String name,
      String version,
      String appVersion,
      List<Dependency> dependencies,
      int files,
      long bytes) {
    public Chart {
      dependencies = List.copyOf(dependencies);
    }
  }

  /** A chart that another one needs. */
  public record Dependency(String name, String version, String repository) {}

  /**
   * A HelmRelease.
   *
   * @param name {@code metadata.name}, the key of its overrides
   * @param releaseName Helm's name of it
   * @param namespace where it is installed
   * @param chart name and version of its chart
   * @param apiVersion of its manifest
   * @param servedBy which controllers serve that API version
   * @param valuesFrom keys of its values, in rising precedence
   * @param staticOverrides the application's own values, flattened
   * @param systemOverrides the plugin's values, flattened
   * @param images what is mirrored to the local registry
   * @param rewrites values that sysinv replaces
   * @param onMaster what the development branch does otherwise; nothing when it does the same
   */
  public record Release(
      String name,
      String releaseName,
      String namespace,
      String chart,
      String apiVersion,
      String servedBy,
      List<String> valuesFrom,
      SequencedMap<String, String> staticOverrides,
      SequencedMap<String, String> systemOverrides,
      List<Image> images,
      List<Rewrite> rewrites,
      List<Rewrite> onMaster) {
    public Release {
      valuesFrom = List.copyOf(valuesFrom);
      images = List.copyOf(images);
      rewrites = List.copyOf(rewrites);
      onMaster = List.copyOf(onMaster);
    }
  }

  /**
   * An image that sysinv mirrors.
   *
   * @param source where it is pulled from
   * @param local its name in the local registry
   */
  public record Image(String source, String local) {}

  /** A wheel. */
  public record Plugin(
      String file, String distribution, String version, List<EntryPoint> entryPoints, int files) {
    public Plugin {
      entryPoints = List.copyOf(entryPoints);
    }
  }

  /** One entry point. */
  public record EntryPoint(String group, String name, String value) {}

  /**
   * A member.
   *
   * @param mode permission bits, in octal
   * @param kind {@code file}, {@code directory}, {@code link} or {@code device}
   */
  public record Entry(String name, String kind, String mode, long bytes) {}
}
