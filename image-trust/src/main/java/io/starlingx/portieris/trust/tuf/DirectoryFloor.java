/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.tuf;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps floors in a directory, one file per key, and beside them an index of all keys that tells a
 * deleted entry from one that never was. A file is replaced whole, after its content has reached
 * the disk; a lock file lets one process write at a time. A broken file is never taken for a
 * missing one.
 */
public final class DirectoryFloor implements VersionFloor {

  private static final Logger LOG = LoggerFactory.getLogger(DirectoryFloor.class);
  private static final String SUFFIX = ".floor";
  private static final String INDEX = "index";
  private static final String LOCK = "lock";

  private final Path directory;
  private final Object writing = new Object();

  /** A store in {@code directory}, which is made when something is first stored. */
  public DirectoryFloor(Path directory) {
    this.directory = requireNonNull(directory, "directory");
  }

  @Override
  public Reading read(FloorKey key) {
    try {
      return find(key);
    } catch (IOException e) {
      return new Reading.Failed("trust state in " + directory + " cannot be read: " + e);
    }
  }

  @Override
  public Outcome raise(FloorKey key, Optional<Floor> seen, Floor next) {
    synchronized (writing) {
      try {
        Files.createDirectories(directory);
        try (FileChannel channel =
                FileChannel.open(
                    directory.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.lock()) {
          return lock.isValid() && unchanged(key, seen) ? store(key, next) : Outcome.CHANGED;
        }
      } catch (IOException | OverlappingFileLockException e) {
        LOG.error("Trust state in {} cannot be written", directory, e);
        return Outcome.FAILED;
      }
    }
  }

  private boolean unchanged(FloorKey key, Optional<Floor> seen) throws IOException {
    return switch (find(key)) {
      case Reading.Known(Floor floor) -> seen.equals(Optional.of(floor));
      case Reading.Unknown() -> seen.isEmpty();
      // A pinned repository whose entry is gone starts again from its anchor.
      case Reading.Lost lost -> seen.isEmpty();
      case Reading.Failed(String message) -> throw new IOException(message);
    };
  }

  /** The entry before the index: a crash in between must not look like a deleted entry. */
  private Outcome store(FloorKey key, Floor next) throws IOException {
    Optional<List<FloorKey>> index = index();
    if (index.isEmpty()) {
      throw new IOException("the index is broken");
    }
    if (index.get().isEmpty()) {
      // From here on, entries without an index mean that the index was deleted.
      AtomicFile.write(directory.resolve(INDEX), FloorFile.writeIndex(List.of()));
    }
    AtomicFile.write(entry(key), FloorFile.write(new FloorFile.Entry(key, next)));
    if (!index.get().contains(key)) {
      List<FloorKey> keys = new ArrayList<>(index.get());
      keys.add(key);
      AtomicFile.write(directory.resolve(INDEX), FloorFile.writeIndex(keys));
    }
    return Outcome.RAISED;
  }

  private Reading find(FloorKey key) throws IOException {
    Optional<Reading> own = entryOf(key);
    if (own.isPresent()) {
      return own.get();
    }
    Optional<List<FloorKey>> index = index();
    if (index.isEmpty()) {
      return new Reading.Failed("trust state index " + directory.resolve(INDEX) + " is broken");
    }
    if (index.get().contains(key)) {
      // Another process may have stored it between the two looks.
      return entryOf(key).orElseGet(() -> lost(key));
    }
    return key instanceof FloorKey.FirstUse firstUse
        ? inherited(firstUse, index.get())
        : new Reading.Unknown();
  }

  private Reading inherited(FloorKey.FirstUse key, List<FloorKey> index) throws IOException {
    List<Floor> floors = new ArrayList<>();
    for (FloorKey other : index) {
      if (key.inheritsFrom(other)) {
        Reading reading = entryOf(other).orElseGet(() -> lost(other));
        if (!(reading instanceof Reading.Known(Floor floor))) {
          return reading;
        }
        floors.add(floor);
      }
    }
    return floors.stream()
        .max(
            Comparator.comparingLong(DirectoryFloor::root)
                .thenComparingLong(DirectoryFloor::timestamp))
        .<Reading>map(Reading.Known::new)
        .orElseGet(Reading.Unknown::new);
  }

  private static long root(Floor floor) {
    return floor.find(Role.ROOT).map(Floor.Accepted::version).orElse(0L);
  }

  private static long timestamp(Floor floor) {
    return floor.find(Role.TIMESTAMP).map(Floor.Accepted::version).orElse(0L);
  }

  private Reading lost(FloorKey key) {
    return new Reading.Lost("trust state " + entry(key) + " of " + key.gun() + " is gone");
  }

  private Optional<Reading> entryOf(FloorKey key) throws IOException {
    Path file = entry(key);
    try {
      return Optional.of(
          FloorFile.read(Files.readAllBytes(file))
              .filter(entry -> entry.key().equals(key))
              .<Reading>map(entry -> new Reading.Known(entry.floor()))
              .orElseGet(() -> new Reading.Failed("trust state " + file + " is broken")));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** All keys; empty when the index is broken, or missing beside entries. */
  private Optional<List<FloorKey>> index() throws IOException {
    try {
      return FloorFile.readIndex(Files.readAllBytes(directory.resolve(INDEX)));
    } catch (NoSuchFileException e) {
      return hasEntries() ? Optional.empty() : Optional.of(List.of());
    }
  }

  private boolean hasEntries() throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
      return entries.iterator().hasNext();
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private Path entry(FloorKey key) {
    return directory.resolve(key.id() + SUFFIX);
  }
}
