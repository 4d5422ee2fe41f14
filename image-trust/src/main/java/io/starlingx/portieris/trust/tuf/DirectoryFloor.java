/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.tuf;

import static java.nio.charset.StandardCharsets.UTF_8;
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
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps floors in a directory, one file per key, and beside them an index of all keys. A file is
 * replaced whole, after its content has reached the disk; a lock file lets one process write at a
 * time. Resets are noted in {@code resets.log}.
 */
public final class DirectoryFloor implements VersionFloor, TrustState {

  private static final Logger LOG = LoggerFactory.getLogger(DirectoryFloor.class);
  private static final String SUFFIX = ".floor";
  private static final String INDEX = "index";
  private static final String LOCK = "lock";
  private static final String RESETS = "resets.log";

  private final Path directory;
  private final AtomicFile files;
  private final FloorLookup lookup;
  private final Object writing = new Object();

  /** A store in {@code directory}, which is made when something is first stored. */
  public DirectoryFloor(Path directory) {
    this(directory, () -> {});
  }

  DirectoryFloor(Path directory, Runnable beforeStep) {
    this.directory = requireNonNull(directory, "directory");
    this.files = new AtomicFile(beforeStep);
    this.lookup = new FloorLookup(new Documents());
  }

  private final class Documents implements FloorLookup.Documents {
    @Override
    public Optional<byte[]> entry(FloorKey key) throws IOException {
      return content(DirectoryFloor.this.entry(key));
    }

    @Override
    public List<FloorKey> index(FloorKey key) throws IOException {
      return DirectoryFloor.this.index();
    }

    @Override
    public String title(FloorKey key) {
      return DirectoryFloor.this.entry(key).toString();
    }
  }

  private interface Change<T> {
    T run() throws IOException;
  }

  @Override
  public Reading read(FloorKey key) {
    return lookup.find(key);
  }

  @Override
  public Outcome raise(FloorKey key, Optional<Floor> seen, Floor next) {
    try {
      return alone(() -> unchanged(key, seen) ? store(key, seen, next) : Outcome.CHANGED);
    } catch (IOException e) {
      LOG.error("Trust state in {} cannot be written", directory, e);
      return Outcome.FAILED;
    }
  }

  @Override
  public List<Entry> list() throws IOException {
    Set<FloorKey> keys = new LinkedHashSet<>(index());
    keys.addAll(unlisted());
    return keys.stream()
        .sorted(Comparator.comparing(FloorKey::gun).thenComparing(FloorKey::id))
        .map(key -> new Entry(key, entry(key).toString(), lookup.find(key)))
        .toList();
  }

  @Override
  public List<Entry> reset(String gun, String by) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    return alone(
        () -> {
          List<Entry> entries =
              list().stream().filter(entry -> entry.key().gun().equals(gun)).toList();
          for (Entry entry : entries) {
            note(entry, by);
          }
          // The index first: a crash in between must not look like a deleted entry.
          List<FloorKey> kept = index().stream().filter(key -> !key.gun().equals(gun)).toList();
          files.write(directory, INDEX, FloorFile.writeIndex(kept));
          for (Entry entry : entries) {
            Files.deleteIfExists(entry(entry.key()));
          }
          files.force(directory);
          return entries;
        });
  }

  private void note(Entry entry, String by) throws IOException {
    Instant now = InstantSource.system().instant().truncatedTo(ChronoUnit.SECONDS);
    String line = "%s %s reset %s, %s%n".formatted(now, by, entry.key().gun(), entry.title());
    Files.writeString(
        directory.resolve(RESETS),
        line,
        UTF_8,
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND,
        StandardOpenOption.SYNC);
  }

  /** One thread of one process at a time. */
  private <T> T alone(Change<T> change) throws IOException {
    synchronized (writing) {
      if (!Files.isDirectory(directory)) {
        Files.createDirectories(directory);
        Path parent = directory.toAbsolutePath().getParent();
        if (parent != null) {
          files.force(parent);
        }
      }
      try (FileChannel channel =
              FileChannel.open(
                  directory.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock lock = channel.lock()) {
        if (!lock.isValid()) {
          throw new IOException("the lock of " + directory + " was lost");
        }
        AtomicFile.sweep(directory);
        return change.run();
      } catch (OverlappingFileLockException e) {
        throw new IOException("another store of this program is writing to " + directory, e);
      }
    }
  }

  private boolean unchanged(FloorKey key, Optional<Floor> seen) throws IOException {
    return switch (lookup.find(key)) {
      case Reading.Known(Floor floor) -> seen.equals(Optional.of(floor));
      case Reading.Unknown() -> seen.isEmpty();
      // A pinned repository whose entry is gone starts again from its anchor.
      case Reading.Lost lost -> seen.isEmpty();
      case Reading.Failed(String message) -> throw new IOException(message);
    };
  }

  /** The entry before the index: a crash in between must not look like a deleted entry. */
  private Outcome store(FloorKey key, Optional<Floor> seen, Floor next) throws IOException {
    if (seen.isPresent() && !next.isAtLeast(seen.get())) {
      throw new IOException("a floor of " + key.gun() + " was to be lowered");
    }
    List<FloorKey> index = index();
    if (index.isEmpty()) {
      // From here on, entries without an index mean that the index was deleted.
      files.write(directory, INDEX, FloorFile.writeIndex(List.of()));
    }
    files.write(directory, key.id() + SUFFIX, FloorFile.write(new FloorFile.Entry(key, next)));
    if (!index.contains(key)) {
      List<FloorKey> keys = new ArrayList<>(index);
      keys.add(key);
      files.write(directory, INDEX, FloorFile.writeIndex(keys));
    }
    return Outcome.RAISED;
  }

  private List<FloorKey> index() throws IOException {
    Path file = directory.resolve(INDEX);
    Optional<byte[]> content = content(file);
    if (content.isEmpty() && hasEntries()) {
      throw new IOException("trust state index " + file + " is gone, its entries are not");
    }
    return content.isEmpty()
        ? List.of()
        : FloorFile.readIndex(content.get())
            .orElseThrow(() -> new IOException("trust state index " + file + " is broken"));
  }

  private boolean hasEntries() throws IOException {
    return !entryFiles().isEmpty();
  }

  /** Keys of entries that a crash has kept from being listed. */
  private List<FloorKey> unlisted() throws IOException {
    List<FloorKey> keys = new ArrayList<>();
    for (Path file : entryFiles()) {
      content(file).flatMap(FloorFile::read).map(FloorFile.Entry::key).ifPresent(keys::add);
    }
    return keys;
  }

  private List<Path> entryFiles() throws IOException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
      entries.forEach(files::add);
    } catch (NoSuchFileException e) {
      return List.of();
    }
    return files;
  }

  private static Optional<byte[]> content(Path file) throws IOException {
    try {
      return Optional.of(Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new IOException("trust state " + file + " cannot be read: " + e, e);
    }
  }

  private Path entry(FloorKey key) {
    return directory.resolve(key.id() + SUFFIX);
  }
}
