/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.starlingx.portieris.framework.ApplicationFramework;
import io.starlingx.portieris.framework.store.StoreException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Answers every request: first the token, then the resource that the path names. Errors of all
 * kinds have the platform's form, since its client reads no other.
 */
final class Api extends Handler.Abstract {

  private static final String TOKEN = "X-Auth-Token";

  /** With a parameter: the HTTP library of the stock client fails on a scheme alone. */
  private static final String CHALLENGE = TOKEN + " realm=\"system\"";

  private final ApplicationFramework framework;
  private final AppsResource apps;
  private final HelmChartsResource charts;
  private final AccessToken token;
  private final RequestLimits limits;
  private final Consumer<String> journal;

  Api(
      ApplicationFramework framework,
      AppsResource apps,
      HelmChartsResource charts,
      AccessToken token,
      RequestLimits limits,
      Consumer<String> journal) {
    this.framework = framework;
    this.apps = apps;
    this.charts = charts;
    this.token = token;
    this.limits = limits;
    this.journal = journal;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    Reply reply = reply(request);
    journal.accept(printable(request) + " " + reply.status());
    if (reply.status() == 401) {
      response.getHeaders().put(HttpHeader.WWW_AUTHENTICATE, CHALLENGE);
    }
    send(reply, response, isRestRead(reply, request) ? thenReadRest(request, callback) : callback);
    return true;
  }

  /** What was asked, without characters that would act on a terminal. */
  private static String printable(Request request) {
    return (request.getMethod() + " " + request.getHttpURI().getPathQuery())
        .replaceAll("[^\\x20-\\x7e]", "?");
  }

  private Reply reply(Request request) {
    if (!isAuthentic(request)) {
      return Reply.error(
          401, "The request you have made requires authentication: header " + TOKEN + ".");
    }
    try {
      framework.settle();
      return answer(Call.of(request, limits));
    } catch (RefusedCallException e) {
      return e.reply();
    } catch (StoreException | UncheckedIOException e) {
      return Reply.error(500, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      return e.getCause() instanceof TimeoutException
          ? Reply.error(408, "the request's body did not arrive in time")
          : Reply.error(500, e.toString());
    } catch (RuntimeException e) {
      journal.accept(trace(e));
      return Reply.error(500, "Internal error: " + e);
    }
  }

  private boolean isAuthentic(Request request) {
    List<String> given = request.getHeaders().getValuesList(TOKEN);
    return given.size() == 1 && token.matches(given.getFirst());
  }

  private Reply answer(Call call) throws IOException {
    List<String> path = call.path();
    String resource = path.size() < 2 || !path.getFirst().equals("v1") ? "" : path.get(1);
    return switch (resource) {
      case "apps" -> apps.answer(call, path.subList(2, path.size()));
      case "helm_charts" -> charts.answer(call, path.subList(2, path.size()));
      default -> Reply.notFound();
    };
  }

  private static String trace(RuntimeException e) {
    StringWriter text = new StringWriter();
    e.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  /**
   * Most clients send the whole body before they look at the answer, and would see a broken
   * connection instead of a refusal. Nobody waits for them meanwhile, and nothing is kept.
   */
  private boolean isRestRead(Reply reply, Request request) {
    return reply.status() >= 400
        && request.getLength() > 0
        && request.getLength() <= limits.uploadBytes();
  }

  private static Callback thenReadRest(Request request, Callback callback) {
    return Callback.from(() -> Content.Source.consumeAll(request, callback), callback::failed);
  }

  /** After a refusal the connection ends. */
  static void send(Reply reply, Response response, Callback callback) {
    response.setStatus(reply.status());
    if (reply.status() >= 400) {
      response.getHeaders().put(HttpHeader.CONNECTION, "close");
    }
    Optional<JsonNode> body = reply.body();
    if (body.isEmpty()) {
      callback.succeeded();
      return;
    }
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
    byte[] bytes = body.get().toString().getBytes(StandardCharsets.UTF_8);
    response.write(true, ByteBuffer.wrap(bytes), callback);
  }
}
