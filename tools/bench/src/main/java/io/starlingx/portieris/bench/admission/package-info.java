/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * Load on an admission webhook, on servers of this machine: what it answers, how fast, and what
 * that costs. One public class: {@code AdmissionBench}.
 */
@NullMarked
package io.starlingx.portieris.bench.admission;

import org.jspecify.annotations.NullMarked;
