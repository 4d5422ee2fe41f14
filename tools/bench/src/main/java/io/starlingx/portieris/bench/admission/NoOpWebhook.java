/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.bench.admission;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.starlingx.portieris.webhook.certificate.CertificateFiles;
import io.starlingx.portieris.webhook.certificate.ServingCertificate;
import io.starlingx.portieris.webhook.review.Reviewer;
import io.starlingx.portieris.webhook.server.ServerSettings;
import io.starlingx.portieris.webhook.server.WebhookServer;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * The webhook's server with nothing behind it: reads the uid and admits. A yardstick. At {@link
 * #PATCHING} it pins the first image besides, without asking anybody, which shows what the API
 * server itself takes for a change.
 */
final class NoOpWebhook {

  static final String PATCHING = "/patch";

  /** In what it answers to a dry run. */
  static final String WARNING = "no-op";

  private static final byte[] UID = "\"uid\":\"".getBytes(UTF_8);

  private static final byte[] DRY_RUN = "\"dryRun\":true".getBytes(UTF_8);

  private static final byte[] IMAGE = "\"image\":\"".getBytes(UTF_8);

  private NoOpWebhook() {}

  /**
   * Runs until it is killed.
   *
   * @param arguments the folder of the certificate, and the port
   */
  public static void main(String[] arguments) throws InterruptedException {
    InstantSource clock = InstantSource.system();
    ServingCertificate serving = new ServingCertificate();
    new CertificateFiles(Path.of(arguments[0]), serving, clock).refresh();
    Reviewer reviewer = (posted, deadline) -> posted.read(deadline, body -> answer(body, ""));
    Reviewer patching =
        (posted, deadline) -> posted.read(deadline, body -> answer(body, patch(body)));
    WebhookServer.start(
        new ServerSettings(
            InetAddress.getLoopbackAddress(),
            Integer.parseInt(arguments[1]),
            0,
            Duration.ofSeconds(15),
            ServerSettings.DEFAULT_MAX_BODY),
        serving.context(),
        Map.of("/admit", reviewer, "/validate", reviewer, PATCHING, patching),
        List::of,
        () -> "",
        status -> {});
    new CountDownLatch(1).await();
  }

  /** A dry run gets a warning, by which one sees from the outside that this server was asked. */
  private static byte[] answer(byte[] body, String patch) {
    return ("{\"kind\":\"AdmissionReview\",\"apiVersion\":\"admission.k8s.io/v1\",\"response\":{\"uid\":\""
            + text(body, UID)
            + "\",\"allowed\":true"
            + patch
            + (indexOf(body, DRY_RUN) < 0 ? "" : ",\"warnings\":[\"" + WARNING + "\"]")
            + "}}")
        .getBytes(UTF_8);
  }

  private static String patch(byte[] body) {
    String operations =
        "[{\"op\":\"replace\",\"path\":\"/spec/containers/0/image\",\"value\":\""
            + SignedImage.named(text(body, IMAGE)).pinned()
            + "\"}]";
    return ",\"patchType\":\"JSONPatch\",\"patch\":\""
        + Base64.getEncoder().encodeToString(operations.getBytes(UTF_8))
        + '"';
  }

  /** What stands between the first {@code before} and the next quotation mark. */
  private static String text(byte[] body, byte[] before) {
    int start = indexOf(body, before) + before.length;
    int end = start;
    while (body[end] != '"') {
      end++;
    }
    return new String(body, start, end - start, UTF_8);
  }

  private static int indexOf(byte[] body, byte[] text) {
    for (int i = 0; i + text.length < body.length; i++) {
      if (Arrays.equals(body, i, i + text.length, text, 0, text.length)) {
        return i;
      }
    }
    return -1;
  }
}
