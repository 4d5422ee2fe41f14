/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.simplesigning;

import static java.util.Objects.requireNonNull;

import io.starlingx.portieris.trust.verdict.ReasonCode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The search for one signature that satisfies one requirement. */
final class SignatureSearch {

  private final SignatureCheck check;
  private final List<SignatureFinding.Refused> refused = new ArrayList<>();
  private Optional<SignatureFinding.Accepted> accepted = Optional.empty();

  SignatureSearch(SignatureCheck check) {
    this.check = requireNonNull(check, "check");
  }

  boolean isOver() {
    return accepted.isPresent();
  }

  /** Looks at one more signature, unless one was found already; whether this is the one. */
  boolean isMetBy(FetchedSignature signature) {
    if (isOver()) {
      return false;
    }
    switch (finding(signature)) {
      case SignatureFinding.Accepted good -> accepted = Optional.of(good);
      case SignatureFinding.Refused bad -> refused.add(bad);
    }
    return isOver();
  }

  private SignatureFinding finding(FetchedSignature signature) {
    return switch (signature) {
      case FetchedSignature.Blob(byte[] content) -> check.judge(content);
      case FetchedSignature.Unusable(ReasonCode code, String reason) ->
          new SignatureFinding.Refused(Stage.FORM, code, reason);
    };
  }

  /** The accepted signature; else the verdict is the reason of the one that got furthest. */
  SignatureFinding.Accepted result() throws EndedException {
    if (accepted.isPresent()) {
      return accepted.get();
    }
    SignatureFinding.Refused furthest =
        refused.stream()
            .max(Comparator.comparing(SignatureFinding.Refused::stage))
            .orElseThrow(
                () ->
                    EndedException.rejected(
                        ReasonCode.NO_SIGNATURE,
                        "A signature was required, but no signature exists"));
    throw EndedException.rejected(furthest.code(), summary());
  }

  private String summary() {
    return refused.size() == 1
        ? refused.getFirst().reason()
        : refused.stream()
            .map(SignatureFinding.Refused::reason)
            .collect(
                Collectors.joining("; ", "None of the signatures were accepted, reasons: ", ""));
  }
}
