/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.operation;

/** Texts that the platform shows while and after an operation. */
final class ProgressText {

  static final String EXTRACTING = "extracting application tar file";
  static final String VALIDATING_CHARTS = "validating and uploading charts";
  static final String GENERATING_OVERRIDES = "generating application overrides";
  static final String RETRIEVING_IMAGES = "retrieving docker images";
  static final String INSTALLING_DEPENDENCIES = "Installing dependent applications";
  static final String APPLYING_MANIFEST = "applying application manifest";
  static final String DELETING_MANIFEST = "deleting application manifest";
  static final String RECOVERING_CHARTS = "recovering helm charts";
  static final String COMPLETED = "completed";
  static final String ABORTED = "operation aborted, check system inventory logs for details";
  static final String ABORTED_BY_USER = "operation aborted by user";
  static final String REMOVE_FORCED =
      "Application remove failed. Status forced to 'uploaded'. Use native helm commands to clean up"
          + " application helm releases.";

  private static final int LONGEST = 255;

  private ProgressText() {}

  /** With how much of an operation is done, rounded as Python does: halves to the even number. */
  static String overall(String text, int done, int all) {
    return text + " Overall completion: " + (int) Math.rint(100.0 * done / all) + "%";
  }

  /** One line of at most 255 characters; a longer text is cut and ends with three dots. */
  static String limited(String text) {
    String line = text.strip().replaceAll("\\s*\\R\\s*", " ");
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST - 3) + "...";
  }
}
