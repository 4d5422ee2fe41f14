/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.image;

import io.starlingx.portieris.app.build.ImageName;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What an image of a Java program is made from.
 *
 * @param program what runs in it
 * @param distribution the folder with the program's jars
 * @param workspace where the linked runtime is kept from build to build
 * @param data folders that the program reads, by their name below {@code share} in its home
 * @param archiveName the archive's file name
 * @param image the name that the image gets
 * @param lock the lock file of its Debian packages
 * @param packageCache where those packages are kept
 * @param baseImage the image to build on instead of Debian packages
 * @param training after which the image gets an AOT cache as its last layer
 * @param others JDKs of the architectures that the image is for beside this machine's
 */
public record ImageRequest(
    JavaProgram program,
    Path distribution,
    Path workspace,
    Map<String, Path> data,
    String archiveName,
    ImageName image,
    Path lock,
    Path packageCache,
    Optional<String> baseImage,
    Optional<AotTraining> training,
    List<ModuleFolder> others) {

  public ImageRequest {
    data = new TreeMap<>(data);
    others = List.copyOf(others);
  }

  /** The same for other architectures as well. */
  public ImageRequest with(List<ModuleFolder> jdks) {
    return new ImageRequest(
        program,
        distribution,
        workspace,
        data,
        archiveName,
        image,
        lock,
        packageCache,
        baseImage,
        training,
        jdks);
  }

  /** A base image by its name; of a file, without its place on this machine. */
  public static String named(String baseImage) {
    return baseImage.startsWith("tar://")
        ? "tar://" + baseImage.substring(baseImage.lastIndexOf('/') + 1)
        : baseImage;
  }
}
