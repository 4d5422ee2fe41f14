/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.plugin;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A place in an operation at which the platform calls an application's lifecycle operator.
 *
 * @param timing empty where the platform gives none
 * @param operation for example {@code apply}
 * @param extra what the operator is told beside
 */
public record Hook(
    HookType type, String timing, String operation, Mode mode, Map<String, Object> extra) {

  /** Before something. */
  public static final String PRE = "pre";

  /** During something. */
  public static final String STATUS = "status";

  /** After something. */
  public static final String POST = "post";

  /** What is about to happen, or has. */
  public enum HookType {
    CHECK,
    OPERATION,
    RESOURCE,
    MANIFEST,
    FLUXCD_REQUEST;

    String text() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** Who wants the operation. */
  public enum Mode {
    /** A user. */
    MANUAL,
    /** The platform. */
    AUTO;

    String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Hook {
    extra = Map.copyOf(extra);
  }

  /** A hook of an operation that a user wants. */
  public static Hook of(HookType type, String timing, String operation) {
    return new Hook(type, timing, operation, Mode.MANUAL, Map.of());
  }

  /** The same hook, and the operator is told this as well. */
  public Hook with(String name, Object value) {
    Map<String, Object> all = new TreeMap<>(extra);
    all.put(name, value);
    return new Hook(type, timing, operation, mode, all);
  }

  /** The same hook of an operation that the platform wants. */
  public Hook automatic() {
    return new Hook(type, timing, operation, Mode.AUTO, extra);
  }

  /** As in {@code resource/apply/pre}. */
  @Override
  public String toString() {
    return type.text() + "/" + operation + (timing.isEmpty() ? "" : "/" + timing);
  }
}
