/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * The shared libraries that a 64-bit little-endian ELF file asks for.
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

  /** The names that the dynamic linker looks for; none when this is no dynamic ELF file. */
  static List<String> needed(byte[] content) {
    ByteBuffer bytes = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
    boolean isElf64 = content.length > 64 && bytes.getInt(0) == MAGIC && content[4] == 2;
    return isElf64 && content[5] == 1 ? new ElfFile(bytes).needed() : List.of();
  }

  private List<String> needed() {
    List<Integer> names = new ArrayList<>();
    int strings = 0;
    for (Segment dynamic : segments) {
      if (dynamic.type != DYNAMIC) {
        continue;
      }
      for (int at = dynamic.offset; at < dynamic.offset + dynamic.size; at += 16) {
        long tag = bytes.getLong(at);
        if (tag == 0) {
          break;
        }
        if (tag == NEEDED) {
          names.add(Math.toIntExact(bytes.getLong(at + 8)));
        } else if (tag == STRING_TABLE) {
          strings = offset(bytes.getLong(at + 8));
        }
      }
    }
    List<String> needed = new ArrayList<>();
    for (int name : names) {
      needed.add(text(strings + name));
    }
    return needed;
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
