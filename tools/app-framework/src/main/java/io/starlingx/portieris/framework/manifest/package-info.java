/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
/** The FluxCD manifests of an application, read without Flux. */
@NullMarked
package io.starlingx.portieris.framework.manifest;

import org.jspecify.annotations.NullMarked;
