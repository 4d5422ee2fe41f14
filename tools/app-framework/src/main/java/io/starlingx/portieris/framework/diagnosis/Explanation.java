/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.diagnosis;

import io.starlingx.portieris.framework.store.Application;
import io.starlingx.portieris.framework.store.Failure;
import java.nio.file.Path;
import java.util.List;

/**
 * Why an application has failed last.
 *
 * @param application as it stands now
 * @param symptoms what is wrong on the cluster
 * @param isNow whether the symptoms are those of now rather than those of then
 * @param log the file that holds all that was said
 */
public record Explanation(
    Application application, Failure failure, List<Symptom> symptoms, boolean isNow, Path log) {

  public Explanation {
    symptoms = List.copyOf(symptoms);
  }
}
