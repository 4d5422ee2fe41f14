/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.http;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.TruncatedChunkException;

/** Says what an exception means for the person who asked. */
final class Failures {

  private static final int LONGEST = 300;

  private Failures() {}

  static HttpResult.Failed of(Origin target, Exception e) {
    HttpResult.Kind kind = kind(e);
    return new HttpResult.Failed(kind, printable(target.authority() + ": " + cause(e, kind)));
  }

  static HttpResult.Failed timeUp(Origin target) {
    return new HttpResult.Failed(
        HttpResult.Kind.UNREACHABLE, printable(target.authority() + ": no answer in time"));
  }

  static HttpResult.Failed overBudget(Origin target) {
    return new HttpResult.Failed(
        HttpResult.Kind.TOO_LARGE,
        printable(
            target.authority() + ": one verification reads no more, the answers are too long"));
  }

  private static HttpResult.Kind kind(Exception e) {
    return switch (e) {
      case Connection.AnswerException answer -> answer.kind();
      case Connector.ForbiddenAddressException forbidden -> HttpResult.Kind.FORBIDDEN_ADDRESS;
      case SSLException tls -> HttpResult.Kind.TLS;
      case ConnectException refused when isRefusal(refused) -> HttpResult.Kind.REFUSED;
      case MessageConstraintException tooLong -> HttpResult.Kind.MALFORMED;
      case TruncatedChunkException cut -> HttpResult.Kind.UNREACHABLE;
      case MalformedChunkCodingException chunk -> HttpResult.Kind.MALFORMED;
      case HttpException http -> HttpResult.Kind.MALFORMED;
      default -> HttpResult.Kind.UNREACHABLE;
    };
  }

  /** Elsewhere the same exception tells of a connection that could not be made in time. */
  private static boolean isRefusal(ConnectException e) {
    return text(e).toLowerCase(Locale.ROOT).contains("refused");
  }

  private static String cause(Exception e, HttpResult.Kind kind) {
    return switch (kind) {
      case TLS -> tls(e);
      case FORBIDDEN_ADDRESS ->
          e.getMessage() + ", which only the operator may permit: trust.allowedAddresses";
      case MALFORMED, TOO_LARGE -> text(e);
      case REFUSED -> "connection refused";
      case BUSY, UNREACHABLE -> unreachable(e);
    };
  }

  private static String unreachable(Exception e) {
    return switch (e) {
      case UnknownHostException unknown -> "the name cannot be resolved";
      case SocketTimeoutException slow -> "no answer in time";
      case NoRouteToHostException none -> "no route to this host";
      case IOException broken -> "the connection broke: " + text(broken);
      default -> text(e);
    };
  }

  private static String tls(Exception e) {
    return causes(e)
        .flatMap(cause -> certificate(cause).stream())
        .findFirst()
        .orElseGet(() -> "TLS could not be agreed: " + text(e));
  }

  private static Optional<String> certificate(Throwable cause) {
    return switch (cause) {
      case CertificateExpiredException expired -> Optional.of("its certificate has expired");
      case CertificateNotYetValidException early -> Optional.of("its certificate is not valid yet");
      case CertPathBuilderException unknown ->
          Optional.of(
              "its certificate is not signed by a trusted authority, which only the operator may"
                  + " add: TrustedCACert (for verify: --ca)");
      case CertificateException name
          when name.getMessage() != null && name.getMessage().startsWith("No ") ->
          Optional.of("its certificate is for another name");
      default -> Optional.empty();
    };
  }

  /** From the innermost cause outwards. */
  private static Stream<Throwable> causes(Throwable e) {
    return Stream.iterate(e, c -> c != null, Throwable::getCause)
        .limit(16)
        .toList()
        .reversed()
        .stream();
  }

  private static String text(Exception e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private static String printable(String text) {
    String shown = text.replaceAll("[^\\x20-\\x7e]", "?");
    return shown.length() > LONGEST ? shown.substring(0, LONGEST) + "..." : shown;
  }
}
