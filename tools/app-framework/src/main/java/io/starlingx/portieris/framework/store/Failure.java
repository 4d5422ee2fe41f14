/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.store;

import java.time.Instant;

/**
 * The last failure of an application.
 *
 * @param version the version that it concerned, which an update may have taken back since
 * @param reason all that was said, over several lines where need be
 * @param symptoms what was wrong on the cluster then, as JSON; an empty array when nothing was seen
 */
public record Failure(
    OperationKind kind, String version, Instant at, String reason, String symptoms) {}
