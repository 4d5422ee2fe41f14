/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.store;

/**
 * How an operation is to be carried out.
 *
 * @param force whether errors of a remove are to be passed over
 * @param clientSide whether an apply is to be computed by the client of the API server instead of
 *     the server itself
 * @param images whether an upload is to copy the application's images, too
 */
public record OperationOptions(boolean force, boolean clientSide, boolean images) {

  /** In the usual way. */
  public static final OperationOptions NONE = new OperationOptions(false, false, false);

  /** With that force. */
  public static OperationOptions withForce(boolean force) {
    return new OperationOptions(force, false, false);
  }

  /** Computed there. */
  public static OperationOptions withClientSide(boolean clientSide) {
    return new OperationOptions(false, clientSide, false);
  }

  /** With or without copies of images. */
  public static OperationOptions withImages(boolean images) {
    return new OperationOptions(false, false, images);
  }
}
