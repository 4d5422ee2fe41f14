/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.bench.admission;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * An AdmissionReview, of a Deployment with some images if not said otherwise, and the answer that
 * is right.
 */
final class Question {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final String uid;
  private final Set<String> pinned;
  private final byte[] body;
  private volatile byte[] right = {};

  /** A question about these images, each in a container of its own. */
  Question(String uid, List<SignedImage> images) {
    this(uid, images, images);
  }

  /** As such a question; {@code signed} are the images as they are signed by now. */
  Question(String uid, List<SignedImage> images, List<SignedImage> signed) {
    this.uid = uid;
    this.pinned = signed.stream().map(SignedImage::pinned).collect(Collectors.toSet());
    StringBuilder containers = new StringBuilder();
    for (int i = 0; i < images.size(); i++) {
      containers
          .append(i == 0 ? "" : ",")
          .append(
              """
              {"name":"c%d","image":"%s","imagePullPolicy":"IfNotPresent",
               "env":[{"name":"LOG_LEVEL","value":"info"},{"name":"REGION","value":"eu-central"}],
               "ports":[{"containerPort":8080,"name":"http","protocol":"TCP"}],
               "livenessProbe":{"httpGet":{"path":"/healthz","port":"http"},"periodSeconds":10},
               "resources":{"limits":{"cpu":"500m","memory":"256Mi"},"requests":{"cpu":"50m","memory":"64Mi"}},
               "volumeMounts":[{"name":"config","mountPath":"/etc/app"}],
               "terminationMessagePath":"/dev/termination-log","terminationMessagePolicy":"File"}
              """
                  .formatted(i, images.get(i).name()));
    }
    this.body =
        """
        {"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1","request":{"uid":"%s",
        "kind":{"group":"apps","version":"v1","kind":"Deployment"},
        "resource":{"group":"apps","version":"v1","resource":"deployments"},
        "requestKind":{"group":"apps","version":"v1","kind":"Deployment"},
        "requestResource":{"group":"apps","version":"v1","resource":"deployments"},
        "name":"web","namespace":"%s","operation":"CREATE",
        "userInfo":{"username":"system:serviceaccount:ci:deployer","uid":"6b1c","groups":["system:serviceaccounts","system:authenticated"]},
        "object":{"kind":"Deployment","apiVersion":"apps/v1","metadata":{"name":"web","namespace":"%s",
         "labels":{"app.kubernetes.io/name":"web","app.kubernetes.io/managed-by":"Helm"},
         "annotations":{"deployment.kubernetes.io/revision":"1"}},
         "spec":{"replicas":3,"selector":{"matchLabels":{"app.kubernetes.io/name":"web"}},
          "template":{"metadata":{"labels":{"app.kubernetes.io/name":"web"}},
           "spec":{"imagePullSecrets":[{"name":"%s"}],"containers":[%s],
            "volumes":[{"name":"config","configMap":{"name":"web","defaultMode":420}}],
            "restartPolicy":"Always","terminationGracePeriodSeconds":30,"dnsPolicy":"ClusterFirst",
            "securityContext":{"runAsNonRoot":true},"schedulerName":"default-scheduler"}},
          "strategy":{"type":"RollingUpdate","rollingUpdate":{"maxUnavailable":"25%%","maxSurge":"25%%"}},
          "revisionHistoryLimit":10,"progressDeadlineSeconds":600},"status":{}},
        "oldObject":null,"dryRun":false,
        "options":{"kind":"CreateOptions","apiVersion":"meta.k8s.io/v1","fieldManager":"helm"}}}
        """
            .formatted(uid, Lab.NAMESPACE, Lab.NAMESPACE, Lab.PULL_SECRET, containers)
            .replace("\n", "")
            .getBytes(UTF_8);
  }

  /** Any question, to which it is right to put these images for others. */
  Question(String uid, Set<String> pinned, byte[] body) {
    this.uid = uid;
    this.pinned = pinned;
    this.body = body;
  }

  /** Questions about so many of these images each, every image in one of them. */
  static List<Question> about(List<SignedImage> images, int each) {
    List<Question> questions = new ArrayList<>();
    for (int from = 0; from + each <= images.size(); from += each) {
      questions.add(new Question("uid-" + from, images.subList(from, from + each)));
    }
    return questions;
  }

  byte[] body() {
    return body;
  }

  /** Whether all images are admitted as what was signed; the same answer is read but once. */
  boolean isAnsweredBy(byte[] answer) {
    if (Arrays.equals(answer, right)) {
      return true;
    }
    boolean good = isRight(answer);
    if (good) {
      right = answer;
    }
    return good;
  }

  /** Whether it is admitted, as whatever. */
  boolean isAdmittedBy(byte[] answer) {
    return isAllowed(answer);
  }

  static boolean isAllowed(byte[] answer) {
    return new String(answer, UTF_8).contains("\"allowed\":true");
  }

  private boolean isRight(byte[] answer) {
    try {
      JsonNode response = JSON.readTree(answer).path("response");
      if (!response.path("allowed").asBoolean() || !response.path("uid").asText().equals(uid)) {
        return false;
      }
      JsonNode patch = JSON.readTree(Base64.getDecoder().decode(response.path("patch").asText()));
      return StreamSupport.stream(patch.spliterator(), false)
          .map(operation -> operation.path("value").asText())
          .collect(Collectors.toSet())
          .equals(pinned);
    } catch (IOException | IllegalArgumentException e) {
      return false;
    }
  }
}
