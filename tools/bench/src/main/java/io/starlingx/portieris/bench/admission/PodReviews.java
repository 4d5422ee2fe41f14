/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.bench.admission;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.starlingx.portieris.bench.admission.Scenario.Named;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What the API server asks a webhook about pods, asked directly, and so much faster. */
final class PodReviews {

  private static final int STREAMS = 8;

  private PodReviews() {}

  /**
   * Asks so many, in turn of both paths of a webhook, and returns when all are answered.
   *
   * @param pins whether images named by their tag are to be replaced
   */
  static void ask(Target target, List<SignedImage> images, Named named, boolean pins, int number)
      throws IOException, InterruptedException {
    List<Question> mutating = new ArrayList<>();
    List<Question> validating = new ArrayList<>();
    for (int i = 0; i < images.size(); i++) {
      SignedImage image = images.get(i);
      String name = image.as(named);
      String stored = pins ? image.pinned() : name;
      mutating.add(
          question("mutating-" + i, name, stored.equals(name) ? Set.of() : Set.of(stored)));
      validating.add(question("validating-" + i, stored, Set.of()));
    }
    // Small steps, as both paths are asked about each pod.
    for (int left = number; left > 0; left -= 2 * images.size()) {
      ask(new Http2Load(target.tls(), target.url(), STREAMS), mutating);
      ask(new Http2Load(target.tls(), target.url().resolve("/validate"), STREAMS), validating);
    }
  }

  private static void ask(Asker asker, List<Question> questions)
      throws IOException, InterruptedException {
    Load load = new Load(questions, questions.size(), 0, Question::isAnsweredBy);
    Load.Outcome outcome = new Crowd(1, asker).ask(load);
    if (!outcome.isRight()) {
      throw new IOException("the answer to a review of a pod is not right: " + outcome.wrong());
    }
  }

  private static Question question(String uid, String image, Set<String> expected) {
    return new Question(
        uid,
        expected,
        """
        {"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1","request":{"uid":"%s",
        "kind":{"group":"","version":"v1","kind":"Pod"},
        "resource":{"group":"","version":"v1","resource":"pods"},
        "requestKind":{"group":"","version":"v1","kind":"Pod"},
        "requestResource":{"group":"","version":"v1","resource":"pods"},
        "name":"%s","namespace":"%s","operation":"CREATE",
        "userInfo":{"username":"admin","uid":"admin","groups":["system:masters","system:authenticated"]},
        "object":{"kind":"Pod","apiVersion":"v1","metadata":{"name":"%s","namespace":"%s",
         "creationTimestamp":null,"managedFields":[{"manager":"Java-http-client","operation":"Update",
          "apiVersion":"v1","time":"2026-01-01T00:00:00Z","fieldsType":"FieldsV1","fieldsV1":{"f:spec":{
          "f:containers":{"k:{\\"name\\":\\"c\\"}":{".":{},"f:image":{},"f:imagePullPolicy":{},"f:name":{},
          "f:resources":{".":{},"f:limits":{".":{},"f:cpu":{},"f:memory":{}}}}},"f:dnsPolicy":{},
          "f:imagePullSecrets":{".":{},"k:{\\"name\\":\\"%s\\"}":{}},"f:restartPolicy":{}}}}]},
         "spec":{"containers":[{"name":"c","image":"%s","resources":{"limits":{"cpu":"1","memory":"1Gi"},
          "requests":{"cpu":"1","memory":"1Gi"}},"terminationMessagePath":"/dev/termination-log",
          "terminationMessagePolicy":"File","imagePullPolicy":"IfNotPresent"}],"restartPolicy":"Always",
          "terminationGracePeriodSeconds":30,"dnsPolicy":"ClusterFirst","securityContext":{},
          "imagePullSecrets":[{"name":"%s"}],"schedulerName":"default-scheduler","enableServiceLinks":true,
          "tolerations":[{"key":"node.kubernetes.io/not-ready","operator":"Exists","effect":"NoExecute",
           "tolerationSeconds":300}],"preemptionPolicy":"PreemptLowerPriority","priority":0},
         "status":{"phase":"Pending","qosClass":"Guaranteed"}},
        "oldObject":null,"dryRun":false,"options":{"kind":"CreateOptions","apiVersion":"meta.k8s.io/v1"}}}
        """
            .formatted(
                uid,
                uid,
                Lab.NAMESPACE,
                uid,
                Lab.NAMESPACE,
                Lab.PULL_SECRET,
                image,
                Lab.PULL_SECRET)
            .replace("\n", "")
            .getBytes(UTF_8));
  }
}
