/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.testbed;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Keeps two processes, and two threads of this one, from obtaining the same thing at once. The
 * operating system lets go of it when its holder dies.
 */
public final class FileLock implements AutoCloseable {

  // The operating system's lock belongs to the whole process, so threads need one of their own.
  private static final ReentrantLock WITHIN_THIS_PROCESS = new ReentrantLock();

  private final FileChannel channel;

  private FileLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Waits for the lock on a file, which is made when missing and stays.
   *
   * @param progress is told when another process holds it
   */
  @SuppressWarnings("LockNotBeforeTry") // held until close()
  public static FileLock acquire(Path file, Progress progress) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    WITHIN_THIS_PROCESS.lock();
    FileChannel channel = null;
    try {
      channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (channel.tryLock() == null) {
        progress.step("wait for another process that holds " + file);
        channel.lock();
      }
      return new FileLock(channel);
    } catch (IOException | RuntimeException e) {
      WITHIN_THIS_PROCESS.unlock();
      if (channel != null) {
        channel.close();
      }
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      WITHIN_THIS_PROCESS.unlock();
    }
  }
}
