/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.lint;

import io.starlingx.portieris.app.archive.Member;
import io.starlingx.portieris.app.content.Application;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** The archive itself and each of its members, whatever they hold. */
final class MemberChecks {

  /** The rule of damage, from which all else may follow that is found. */
  static final String DAMAGE = "archive/unreadable";

  private static final Rule UNREADABLE =
      Rule.error(
          DAMAGE,
          "what follows the damage cannot be extracted, nor was it checked here",
          "pack it again with regular files and directories only, and compare checksums after a"
              + " copy");
  private static final Rule LEADS_OUT =
      Rule.error(
          "member/leads-out",
          "tar refuses to write outside the directory that it extracts into, and fails",
          "remove the member");
  private static final Rule NAME =
      Rule.error(
          "member/name",
          "the file cannot be extracted under this name or is not the one that was packed",
          "rename the member");
  private static final Rule DEVICE =
      Rule.error(
          "member/device",
          "sysinv extracts as an ordinary user, who may not make devices: tar fails",
          "pack regular files and directories only");
  private static final Rule LINK =
      Rule.warning(
          "member/link",
          "sysinv follows it unchecked to wherever it points on the controller",
          "pack the file itself");
  private static final Rule ABSOLUTE =
      Rule.warning(
          "member/absolute",
          "tar strips the leading '/', so that the file ends elsewhere than its name says",
          "pack with 'tar -C <folder> .'");
  private static final Rule TWICE =
      Rule.warning(
          "member/duplicate",
          "the last one wins at extraction; other readers take the first",
          "pack each file once");
  private static final Rule PREFIX =
      Rule.warning(
          "member/prefix",
          "the scan of bundled applications opens './metadata.yaml' literally and ignores the"
              + " bundle otherwise",
          "pack with 'tar -C <folder> .', so that every name begins with './'");
  private static final Rule DIRECTORY_MODE =
      Rule.error(
          "member/directory-mode",
          "sysinv extracts as an ordinary user, who could not write into the directory",
          "give directories mode 0755");
  private static final Rule FILE_MODE =
      Rule.warning(
          "member/file-mode",
          "charts and manifests are read later by other users of the controller",
          "give files mode 0644");

  private static final int OWNER_ALL = 0700;
  private static final int ALL_READ = 0444;

  private MemberChecks() {}

  static void check(Application app, Findings findings) {
    if (!app.refusal().isEmpty()) {
      findings.add(
          UNREADABLE,
          app.name(),
          "failed to extract tar file " + app.name() + ". (" + app.refusal() + ")");
    }
    Set<String> seen = new HashSet<>();
    for (Member member : app.members()) {
      checkName(member, app, findings);
      checkKind(member, findings);
      if (!member.path().isEmpty()
          && !seen.add(member.path())
          && member.kind() != Member.Kind.DIRECTORY) {
        findings.add(TWICE, member.path(), "occurs more than once in the archive");
      }
    }
    Optional<Member> bare =
        app.members().stream().filter(member -> !member.name().startsWith(".")).findFirst();
    bare.ifPresent(
        member ->
            findings.add(
                PREFIX, member.name(), "members are named without './', as " + member.name()));
  }

  private static void checkName(Member member, Application app, Findings findings) {
    if (member.name().startsWith("/")) {
      findings.add(ABSOLUTE, member.name(), "is an absolute name");
    }
    if (member.problem().contains("leads out")) {
      findings.add(
          LEADS_OUT,
          member.name(),
          "failed to extract tar file " + app.name() + ". (" + member.problem() + ")");
    } else if (!member.problem().isEmpty()) {
      findings.add(NAME, member.name(), member.problem());
    }
  }

  private static void checkKind(Member member, Findings findings) {
    switch (member.kind()) {
      case LINK -> findings.add(LINK, member.name(), "is a link");
      case DEVICE ->
          findings.add(DEVICE, member.name(), "is neither a regular file nor a directory");
      case DIRECTORY -> {
        if ((member.mode() & OWNER_ALL) != OWNER_ALL) {
          findings.add(DIRECTORY_MODE, member.name(), "has mode " + octal(member));
        }
      }
      case FILE -> {
        if ((member.mode() & ALL_READ) != ALL_READ) {
          findings.add(FILE_MODE, member.name(), "has mode " + octal(member));
        }
      }
    }
  }

  private static String octal(Member member) {
    return "0" + Integer.toOctalString(member.mode());
  }
}
