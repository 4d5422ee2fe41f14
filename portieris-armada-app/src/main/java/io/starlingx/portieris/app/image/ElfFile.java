/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The shared libraries that a 64-bit little-endian ELF file asks for, the versions of their
 * symbols, and the machine that it is for.
 *
 * @see <a href="https://refspecs.linuxfoundation.org/elf/gabi4+/ch5.dynamic.html">System V ABI:
 *     dynamic linking</a>
 */
final class ElfFile {

  private static final int MAGIC = 0x464c457f;
  private static final int LOAD = 1;
  private static final int DYNAMIC = 2;
  private static final long NEEDED = 1;
  private static final long STRING_TABLE = 5;
  private static final long VERSIONS_DEFINED = 0x6ffffffcL;
  private static final long VERSIONS_DEFINED_COUNT = 0x6ffffffdL;
  private static final long VERSIONS_NEEDED = 0x6ffffffeL;
  private static final long VERSIONS_NEEDED_COUNT = 0x6fffffffL;

  private final ByteBuffer bytes;
  private final List<Segment> segments = new ArrayList<>();

  private record Segment(int type, int offset, long address, long size) {}

  private ElfFile(ByteBuffer bytes) {
    this.bytes = bytes;
    int table = Math.toIntExact(bytes.getLong(32));
    int entrySize = bytes.getShort(54);
    int count = bytes.getShort(56);
    for (int i = 0; i < count; i++) {
      int at = table + i * entrySize;
      segments.add(
          new Segment(
              bytes.getInt(at),
              Math.toIntExact(bytes.getLong(at + 8)),
              bytes.getLong(at + 16),
              bytes.getLong(at + 32)));
    }
  }

  /**
   * What the dynamic linker looks for.
   *
   * @param libraries names
   * @param versions the versions of symbols that each library must define, by its name
   */
  record Needs(List<String> libraries, Map<String, Set<String>> versions) {

    static final Needs NONE = new Needs(List.of(), Map.of());

    Needs {
      libraries = List.copyOf(libraries);
      versions = Map.copyOf(versions);
    }
  }

  /** None when this is no dynamic ELF file. */
  static Needs needs(byte[] content) {
    return open(content).map(ElfFile::needs).orElse(Needs.NONE);
  }

  /** Whether both are of one machine architecture; false when one of them is no ELF file. */
  static boolean isOfOneMachine(byte[] one, byte[] other) {
    Optional<ElfFile> opened = open(one);
    return opened.isPresent()
        && open(other).map(elf -> elf.machine() == opened.get().machine()).orElse(false);
  }

  private short machine() {
    return bytes.getShort(18);
  }

  /** The versions of symbols that a library defines. */
  static Set<String> versions(byte[] content) {
    return open(content).map(ElfFile::versions).orElse(Set.of());
  }

  private static Optional<ElfFile> open(byte[] content) {
    ByteBuffer bytes = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
    boolean isElf64 = content.length > 64 && bytes.getInt(0) == MAGIC && content[4] == 2;
    return isElf64 && content[5] == 1 ? Optional.of(new ElfFile(bytes)) : Optional.empty();
  }

  private Needs needs() {
    Map<Long, List<Long>> table = dynamicTable();
    List<String> libraries =
        table.getOrDefault(NEEDED, List.of()).stream().map(name -> text(table, name)).toList();
    Map<String, Set<String>> versions = new HashMap<>();
    int at = place(table, VERSIONS_NEEDED);
    for (long i = count(table, VERSIONS_NEEDED_COUNT); i > 0; i--) {
      Set<String> ofLibrary = new TreeSet<>();
      int entry = at + bytes.getInt(at + 8);
      for (int left = bytes.getShort(at + 2); left > 0; left--) {
        ofLibrary.add(text(table, bytes.getInt(entry + 8)));
        entry += bytes.getInt(entry + 12);
      }
      versions.put(text(table, bytes.getInt(at + 4)), ofLibrary);
      at += bytes.getInt(at + 12);
    }
    return new Needs(libraries, versions);
  }

  private Set<String> versions() {
    Map<Long, List<Long>> table = dynamicTable();
    Set<String> versions = new TreeSet<>();
    int at = place(table, VERSIONS_DEFINED);
    for (long i = count(table, VERSIONS_DEFINED_COUNT); i > 0; i--) {
      versions.add(text(table, bytes.getInt(at + bytes.getInt(at + 12))));
      at += bytes.getInt(at + 16);
    }
    return versions;
  }

  /** The values of each tag. */
  private Map<Long, List<Long>> dynamicTable() {
    Map<Long, List<Long>> table = new HashMap<>();
    for (Segment dynamic : segments) {
      if (dynamic.type != DYNAMIC) {
        continue;
      }
      for (int at = dynamic.offset; at < dynamic.offset + dynamic.size; at += 16) {
        long tag = bytes.getLong(at);
        if (tag == 0) {
          break;
        }
        table.computeIfAbsent(tag, t -> new ArrayList<>()).add(bytes.getLong(at + 8));
      }
    }
    return table;
  }

  private static long count(Map<Long, List<Long>> table, long tag) {
    return table.getOrDefault(tag, List.of(0L)).getFirst();
  }

  private int place(Map<Long, List<Long>> table, long tag) {
    return table.containsKey(tag) ? offset(table.get(tag).getFirst()) : 0;
  }

  private String text(Map<Long, List<Long>> table, long name) {
    return text(Math.toIntExact(place(table, STRING_TABLE) + name));
  }

  private int offset(long address) {
    for (Segment segment : segments) {
      if (segment.type == LOAD
          && segment.address <= address
          && address < segment.address + segment.size) {
        return Math.toIntExact(segment.offset + address - segment.address);
      }
    }
    throw new IllegalArgumentException("damaged ELF file: no segment holds its string table");
  }

  private String text(int start) {
    StringBuilder text = new StringBuilder();
    for (int at = start; bytes.get(at) != 0; at++) {
      text.append((char) bytes.get(at));
    }
    return text.toString();
  }
}
