/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.store;

/**
 * An accepted operation that has not ended.
 *
 * @param applicationId the application's row
 * @param owner the process that works on it
 */
public record Operation(
    long applicationId, OperationKind kind, OperationOptions options, ProcessOwner owner) {}
