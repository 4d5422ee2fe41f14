/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust;

import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.trust.http.Deadline;
import io.starlingx.portieris.trust.http.Recorder;
import io.starlingx.portieris.trust.http.RequestContext;
import io.starlingx.portieris.trust.http.RequestRecord;
import io.starlingx.portieris.trust.notary.TrustRequest;
import io.starlingx.portieris.trust.policy.PolicySet;
import io.starlingx.portieris.trust.registry.CredentialStore;
import io.starlingx.portieris.trust.verdict.ReasonCode;
import io.starlingx.portieris.trust.verdict.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** For which questions a verdict serves again. */
class RememberedVerdictTest extends ImageTrustFixture {

  @Test
  void oneVerdictServesTheSameQuestionAgain() {
    TrustSettings settings = settings(Duration.ofSeconds(30));
    ImageTrust engine = engine(settings);

    engine.decide(query("nginx:1", cluster(rule("*", TRUST))), context());
    engine.decide(query("nginx:1", cluster(rule("*", TRUST))), context());
    engine.decide(query("nginx:2", cluster(rule("*", TRUST))), context());

    assertThat(requests).hasSize(2);
  }

  @Test
  void whatIsRememberedIsKnownAndItsStepsAreTold() {
    ImageTrust engine = engine(settings(Duration.ofSeconds(30)));
    ImageQuery query = query("nginx:1", cluster(rule("*", TRUST)));
    ImageDecision decision = engine.decide(query, context());
    Steps steps = new Steps();

    assertThat(engine.known(query, new RequestContext(context().deadline(), steps)))
        .map(ImageDecision::onlyNow)
        .contains(decision.onlyNow());

    assertThat(steps.heard).containsExactly(Recorder.Step.SELECT, Recorder.Step.VERIFY);
    assertThat(requests).hasSize(1);
  }

  @Test
  void lookingForWhatIsKnownBeginsNothing() {
    secrets.put("portieris/k", keys());
    List<Deadline> lent = new CopyOnWriteArrayList<>();
    ImageTrust engine =
        engine(
            settings(
                Duration.ofSeconds(30),
                deadline -> {
                  lent.add(deadline);
                  return CredentialStore.empty();
                }));
    PolicySet policies =
        cluster(
            rule("reg.test/*", TRUST)
                + ","
                + rule("*", simple("{\"type\":\"signedBy\",\"keySecret\":\"k\"}")));
    Steps steps = new Steps();
    RequestContext context = new RequestContext(context().deadline(), steps);

    assertThat(engine.known(query("reg.test/a", policies), context)).isEmpty();
    assertThat(engine.known(query("nginx", policies), context)).isEmpty();

    executor.close(); // ends when all that was begun has ended
    assertThat(requests).isEmpty();
    assertThat(signatureRequests).isEmpty();
    assertThat(lent).hasSize(2).allMatch(Deadline::isOver);
    assertThat(steps.heard).isEmpty();
  }

  @Test
  void aRefusalIsNeverTakenForKnown() {
    ImageTrust engine = engine(settings(Duration.ofSeconds(30)));
    ImageQuery query = query("nginx:1", cluster(rule("*", TRUST)));
    verifier = request -> new Verdict.Rejected(ReasonCode.NO_SUCH_TARGET, "no");

    engine.decide(query, context());

    assertThat(engine.known(query, context())).isEmpty();
    assertThat(engine.known(query("nginx:", cluster(rule("*", ""))), context())).isEmpty();
  }

  @Test
  void aVerdictOnDataThatAreAsOldAsTheyMayBeServesOnlyOnce() {
    ImageTrust engine = engine(settings(Duration.ofSeconds(30)));
    age = Duration.ofSeconds(30);

    engine.decide(query("nginx:1", cluster(rule("*", TRUST))), context());
    engine.decide(query("nginx:1", cluster(rule("*", TRUST))), context());

    assertThat(requests).hasSize(2);
  }

  @Test
  void aStaleVerdictIsToldWithItsWarningEachTime() {
    ImageTrust engine = engine(settings(Duration.ofSeconds(30)));
    answerWarnings = List.of("signatures are old");

    assertThat(engine.decide(query("nginx", cluster(rule("*", TRUST))), context()).warnings())
        .containsExactly("signatures are old");
    assertThat(engine.decide(query("nginx", cluster(rule("*", TRUST))), context()).warnings())
        .containsExactly("signatures are old");
  }

  @Test
  void aDryRunIsAQuestionOfItsOwn() {
    ImageTrust engine = engine(settings(Duration.ofSeconds(30)));
    PolicySet policies = cluster(rule("*", TRUST));

    engine.decide(
        new ImageQuery("nginx", "team", policies, CredentialStore.empty(), true, Pinning.UNDER_WAY),
        context());
    engine.decide(query("nginx", policies), context());

    assertThat(requests).extracting(TrustRequest::dryRun).containsExactly(true, false);
  }

  /** Hears of steps alone. */
  private static final class Steps implements Recorder {
    private final List<Step> heard = new ArrayList<>();

    @Override
    public void accept(RequestRecord request) {}

    @Override
    public void step(Step step, Outcome outcome, Duration took) {
      heard.add(step);
    }
  }
}
