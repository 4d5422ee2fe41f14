/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.scan;

/** Hears of scans; returns at once and never throws. */
public interface ScanObserver {

  /** This replica scans from now on, or no longer. */
  void leads(boolean isLeader);

  /** A scan ended. */
  void ended(ScanSummary summary);
}
