/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.lint;

/** How bad a finding is. */
public enum Severity {
  /** A selected sysinv refuses the application, fails on it, or can never apply it. */
  ERROR,

  /** It is accepted and does harm. */
  WARNING
}
