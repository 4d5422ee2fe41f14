/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.image;

import io.starlingx.portieris.app.image.RootTree.Node;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * A root of Debian packages with what a Java process needs and nothing that a shell would: no
 * maintainer scripts ran, no shell, no package manager. Scanners find the packages in {@code
 * /var/lib/dpkg/status.d}.
 */
final class DebianRoot {

  private static final Pattern LEFT_OUT =
      Pattern.compile(
          "usr/lib/[^/]+/(gconv|audit)(/.*)?"
              + "|usr/share/(?!doc/[^/]+/copyright$|common-licenses|doc$|doc/[^/]+$).+"
              + "|etc/(profile\\.d|skel|update-motd\\.d|default|dpkg|issue.*)(/.*)?"
              + "|(boot|home|media|mnt|srv|usr/(games|include|src)|var/(backups|mail|opt|spool))(/.*)?");

  private static final String ACCOUNTS =
      """
      root:x:0:0:root:/:/sbin/nologin
      nobody:x:65534:65534:nobody:/nonexistent:/sbin/nologin
      portieris:x:1000060001:0:portieris:/:/sbin/nologin
      """;

  private static final String GROUPS =
      """
      root:x:0:
      nogroup:x:65534:
      """;

  private final RootTree tree = new RootTree();

  DebianRoot() {
    tree.put("tmp", new Node.Directory(true));
    text("etc/passwd", ACCOUNTS);
    text("etc/group", GROUPS);
    text("etc/nsswitch.conf", "hosts: files dns\n");
  }

  RootTree tree() {
    return tree;
  }

  void add(PackageSource.Obtained obtained) throws IOException, ImageException {
    String file = obtained.file().toString();
    Process unpacked =
        Commands.start(List.of("dpkg-deb", "--fsys-tarfile", file), Path.of("/"), false);
    try (InputStream in = unpacked.getInputStream();
        TarArchiveInputStream tar = new TarArchiveInputStream(in, StandardCharsets.UTF_8.name())) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        add(entry, tar);
      }
      in.transferTo(java.io.OutputStream.nullOutputStream());
    }
    if (Commands.await(unpacked) != 0) {
      throw new ImageException("dpkg-deb cannot read " + obtained.identity() + " in " + file);
    }
    String control = Commands.run(List.of("dpkg-deb", "-f", file), Path.of("/"));
    text(
        "var/lib/dpkg/status.d/" + obtained.identity().name(),
        control.strip() + "\nStatus: install ok installed\n");
  }

  private void add(TarArchiveEntry entry, TarArchiveInputStream tar)
      throws IOException, ImageException {
    String path = entry.getName().replaceFirst("^\\./", "").replaceFirst("/$", "");
    if (path.isEmpty() || path.equals("tmp") || LEFT_OUT.matcher(path).matches()) {
      return;
    }
    if (entry.isDirectory()) {
      tree.put(path, new Node.Directory((entry.getMode() & 01000) != 0));
    } else if (entry.isSymbolicLink()) {
      tree.put(path, new Node.Link(entry.getLinkName()));
    } else if (entry.isFile()) {
      tree.put(path, new Node.File(tar.readAllBytes(), (entry.getMode() & 0100) != 0));
    } else {
      throw new ImageException("a package holds " + path + ", which is no file, directory or link");
    }
  }

  private void text(String path, String content) {
    tree.put(path, new Node.File(content.getBytes(StandardCharsets.UTF_8), false));
  }
}
