/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.http;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;

/**
 * Reads the head of an answer and refuses one that two readers could understand differently.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9112#section-6.3">RFC 9112 section 6.3</a>
 */
final class AnswerHead {

  private static final Predicate<String> LENGTH = Pattern.compile("[0-9]{1,18}").asMatchPredicate();

  private AnswerHead() {}

  static Headers check(ClassicHttpResponse response, int maxBytes)
      throws Connection.AnswerException {
    List<Headers.Field> fields = new ArrayList<>();
    int bytes = 0;
    for (Header header : response.getHeaders()) {
      String value = header.getValue() == null ? "" : header.getValue();
      fields.add(new Headers.Field(header.getName(), value));
      bytes += header.getName().length() + value.length() + ": \r\n".length();
    }
    if (bytes > maxBytes) {
      throw new Connection.AnswerException(
          HttpResult.Kind.MALFORMED, "the header block is longer than " + maxBytes + " bytes");
    }
    Headers headers = new Headers(fields);
    List<String> lengths = headers.all(HttpHeaders.CONTENT_LENGTH);
    if (lengths.size() > 1 || !lengths.stream().map(String::strip).allMatch(LENGTH)) {
      throw malformed("a Content-Length that is repeated or no number");
    }
    List<String> transfers = headers.all(HttpHeaders.TRANSFER_ENCODING);
    if (!transfers.isEmpty() && !lengths.isEmpty()) {
      throw malformed("both Content-Length and Transfer-Encoding");
    }
    if (headers.all(HttpHeaders.CONTENT_ENCODING).stream()
        .anyMatch(encoding -> !encoding.strip().equalsIgnoreCase("identity"))) {
      throw malformed("a Content-Encoding that was not asked for");
    }
    return headers;
  }

  private static Connection.AnswerException malformed(String what) {
    return new Connection.AnswerException(HttpResult.Kind.MALFORMED, "the answer has " + what);
  }
}
