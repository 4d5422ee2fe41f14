/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.operation;

import io.starlingx.portieris.framework.store.Application;
import java.nio.file.Path;

/**
 * How an operation ended.
 *
 * @param application the application as it stands now
 * @param detail what is to be said beyond the application's progress
 * @param log the file that holds all of it
 */
public record OperationResult(Application application, String detail, Path log) {}
