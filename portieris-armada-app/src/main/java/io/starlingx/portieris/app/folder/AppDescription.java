/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.folder;

import io.starlingx.portieris.app.AppVersion;
import io.starlingx.portieris.app.Finding;
import io.starlingx.portieris.app.wheel.CoreMetadata;
import java.util.List;
import java.util.Map;

/**
 * What an application is made of.
 *
 * @param files where the folder has it
 * @param name the application's name, {@code app_name}
 * @param version the application's version, {@code app_version}
 * @param namespace where charts are installed that name no other namespace
 * @param charts in the order in which they are installed
 * @param helmRepository the platform's chart repository, {@code helm_repo}
 * @param metadata what the description gives for {@code metadata.yaml}: texts, whole numbers,
 *     booleans, lists and maps, in its order
 * @param withArmada whether an Armada manifest is made when the folder has none
 * @param withPlugin whether a wheel is made, for all releases alike, when no file describes one
 * @param origin what a wheel that is made tells of its origin
 * @param notices what the folder leaves out and is filled in, though platforms demand it
 */
public record AppDescription(
    FolderFiles files,
    String name,
    AppVersion version,
    String namespace,
    List<ChartSource> charts,
    String helmRepository,
    Map<String, Object> metadata,
    boolean withArmada,
    boolean withPlugin,
    CoreMetadata origin,
    List<Finding> notices) {

  public AppDescription {
    charts = List.copyOf(charts);
    notices = List.copyOf(notices);
  }
}
