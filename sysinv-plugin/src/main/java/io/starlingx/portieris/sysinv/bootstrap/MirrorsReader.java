/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.sysinv.bootstrap;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads {@code image_trust.identities}. */
final class MirrorsReader {

  private static final String ACCEPTED = "host[:port] or host[:port]/path, as image names begin";

  private MirrorsReader() {}

  /** The stated identities, empty when the key is not there. */
  static Optional<List<Mirror>> stated(Section imageTrust) {
    return imageTrust.find("identities").map(MirrorsReader::mirrors);
  }

  private static List<Mirror> mirrors(Value value) {
    List<Mirror> mirrors = new ArrayList<>();
    for (Value element : value.list("a list of {prefix, signed_prefix}")) {
      element
          .section("prefix, signed_prefix")
          .ifPresent(
              section -> {
                Optional<String> prefix = prefix(section, "prefix");
                Optional<String> signed = prefix(section, "signed_prefix");
                section.end();
                prefix.ifPresent(p -> signed.ifPresent(s -> mirrors.add(new Mirror(p, s))));
              });
    }
    return List.copyOf(mirrors);
  }

  private static Optional<String> prefix(Section section, String key) {
    Optional<Value> value = section.need(key, ACCEPTED);
    Optional<String> text = value.flatMap(v -> v.text(ACCEPTED));
    if (text.isPresent() && !HostName.isImagePrefix(text.get())) {
      value.ifPresent(v -> v.problem("is not the beginning of an image name", ACCEPTED));
      return Optional.empty();
    }
    return text;
  }
}
