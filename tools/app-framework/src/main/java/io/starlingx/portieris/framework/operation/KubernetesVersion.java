/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.operation;

import io.starlingx.portieris.app.upload.AppMetadata.KubernetesVersions;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A version of Kubernetes: {@code v1.34.4}; what follows the three numbers does not count. */
public record KubernetesVersion(int major, int minor, int patch)
    implements Comparable<KubernetesVersion> {

  private static final Pattern FORM = Pattern.compile("v?(\\d+)\\.(\\d+)(?:\\.(\\d+))?.*");

  /**
   * The version of that text.
   *
   * @throws IllegalArgumentException when it is none
   */
  public static KubernetesVersion of(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(text + " is no version of Kubernetes");
    }
    String patch = matcher.group(3) == null ? "0" : matcher.group(3);
    return new KubernetesVersion(
        Integer.parseInt(matcher.group(1)),
        Integer.parseInt(matcher.group(2)),
        Integer.parseInt(patch));
  }

  /** Whether an application with these bounds runs on it. */
  public boolean isWithin(KubernetesVersions bounds) {
    return compareTo(of(bounds.minimum())) >= 0
        && (bounds.maximum().isEmpty() || compareTo(of(bounds.maximum())) <= 0);
  }

  @Override
  public int compareTo(KubernetesVersion other) {
    return Comparator.comparingInt(KubernetesVersion::major)
        .thenComparingInt(KubernetesVersion::minor)
        .thenComparingInt(KubernetesVersion::patch)
        .compare(this, other);
  }
}
