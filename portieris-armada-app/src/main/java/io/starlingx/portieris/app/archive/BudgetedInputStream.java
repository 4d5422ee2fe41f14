/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.archive;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serial;

/**
 * Stops reading when the budget is used up. The reader of an archive sets a small budget before
 * each header, because a header may announce an extended one of any size.
 */
final class BudgetedInputStream extends FilterInputStream {

  private long left;

  BudgetedInputStream(InputStream in) {
    super(in);
  }

  void budget(long bytes) {
    left = bytes;
  }

  @Override
  public int read() throws IOException {
    if (left <= 0) {
      throw new BudgetExceededException();
    }
    int value = super.read();
    if (value >= 0) {
      left--;
    }
    return value;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (left <= 0) {
      throw new BudgetExceededException();
    }
    int count = super.read(buffer, offset, (int) Math.min(length, left));
    if (count > 0) {
      left -= count;
    }
    return count;
  }

  @Override
  public long skip(long count) throws IOException {
    if (count <= 0) {
      return 0;
    }
    if (left <= 0) {
      throw new BudgetExceededException();
    }
    long skipped = super.skip(Math.min(count, left));
    left -= skipped;
    return skipped;
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  /** The budget is used up. */
  static final class BudgetExceededException extends IOException {
    @Serial private static final long serialVersionUID = 1L;

    BudgetExceededException() {
      super("headers or padding are larger than allowed");
    }
  }
}
