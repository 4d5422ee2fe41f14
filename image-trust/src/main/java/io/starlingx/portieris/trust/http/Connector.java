/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLSocket;

/**
 * Opens connections: resolves the name first, checks each address, and connects to the very address
 * that was checked. Through a proxy, which resolves by itself, the addresses that this host sees
 * are checked; a name that only the proxy can resolve passes.
 */
final class Connector implements AutoCloseable {

  private final TransportSettings settings;
  private final TransportLimits limits;
  private final Resolver resolver;
  private final TlsSockets tls = new TlsSockets();
  private final ExecutorService lookups = Executors.newVirtualThreadPerTaskExecutor();

  Connector(TransportSettings settings, TransportLimits limits, Resolver resolver) {
    this.settings = settings;
    this.limits = limits;
    this.resolver = resolver;
  }

  /**
   * A connection ready for requests.
   *
   * @throws ForbiddenAddressException when no address of the target may be connected to
   */
  Connection open(Route route, Deadline deadline, Watchdog.Guard guard) throws IOException {
    Socket socket = null;
    try {
      socket =
          route.proxy().isPresent()
              ? throughProxy(route, route.proxy().get(), deadline, guard)
              : connect(permitted(route, deadline), route.target().port(), deadline, guard);
      return connection(route, socket, deadline);
    } catch (IOException | RuntimeException e) {
      if (socket != null) {
        socket.close();
      }
      throw e;
    }
  }

  private Connection connection(Route route, Socket socket, Deadline deadline) throws IOException {
    if (!route.target().secure()) {
      return Connection.plain(socket, limits);
    }
    SSLSocket secured = secured(socket, route.target(), route.authorities(), deadline);
    return Connection.secured(secured, socket, limits);
  }

  private SSLSocket secured(
      Socket socket, Origin peer, Set<X509Certificate> ofRequest, Deadline deadline)
      throws IOException {
    Set<X509Certificate> authorities = new HashSet<>(settings.authorities().current());
    authorities.addAll(ofRequest);
    socket.setSoTimeout(millis(deadline.remainingUpTo(limits.read())));
    return tls.handshake(socket, peer.host(), peer.port(), Set.copyOf(authorities));
  }

  private Socket throughProxy(Route route, URI uri, Deadline deadline, Watchdog.Guard guard)
      throws IOException {
    checkTargetOfProxy(route, deadline);
    Origin proxy = Origin.of(uri);
    Socket socket = connect(addresses(proxy.host(), deadline), proxy.port(), deadline, guard);
    try {
      if (proxy.secure()) {
        socket = secured(socket, proxy, Set.of(), deadline);
      }
      if (route.target().secure()) {
        ProxyTunnel.open(
            socket,
            route.target(),
            ProxyTunnel.authorization(uri),
            limits.headerBytes(),
            deadline.remainingUpTo(limits.read()));
      }
      return socket;
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  private void checkTargetOfProxy(Route route, Deadline deadline) throws IOException {
    try {
      permitted(route, deadline);
    } catch (UnknownHostException | SocketTimeoutException e) {
      // only the proxy can resolve this name
    }
  }

  private List<InetAddress> permitted(Route route, Deadline deadline) throws IOException {
    Origin target = route.target();
    List<InetAddress> all = addresses(target.host(), deadline);
    if (route.source() == TargetSource.CONFIGURED) {
      return all;
    }
    List<InetAddress> permitted =
        all.stream()
            .filter(address -> settings.addresses().permits(address, target.port()))
            .toList();
    if (permitted.isEmpty()) {
      throw new ForbiddenAddressException(all.getFirst());
    }
    return permitted;
  }

  private List<InetAddress> addresses(String host, Deadline deadline) throws IOException {
    Optional<InetAddress> literal = AddressRange.literal(host);
    if (literal.isPresent()) {
      return List.of(literal.get());
    }
    Future<List<InetAddress>> lookup = lookups.submit(() -> resolver.resolve(host));
    try {
      return lookup.get(deadline.remainingUpTo(limits.connect()).toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      lookup.cancel(true);
      throw new SocketTimeoutException("no answer from the name server");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    } catch (ExecutionException e) {
      throw e.getCause() instanceof UnknownHostException unknown
          ? unknown
          : new UnknownHostException("the name cannot be resolved");
    }
  }

  private Socket connect(
      List<InetAddress> addresses, int port, Deadline deadline, Watchdog.Guard guard)
      throws IOException {
    IOException last = new ConnectException("no address");
    for (InetAddress address : addresses) {
      Duration patience = deadline.remainingUpTo(limits.connect());
      if (patience.isZero()) {
        throw new SocketTimeoutException("no time left");
      }
      Socket socket = new Socket(Proxy.NO_PROXY);
      try {
        guard.watch(socket);
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress(address, port), millis(patience));
        return socket;
      } catch (IOException e) {
        socket.close();
        last = e;
      }
    }
    throw last;
  }

  /** Never 0, which would mean to wait for ever. */
  static int millis(Duration duration) {
    return Math.clamp(duration.toMillis(), 1, Integer.MAX_VALUE);
  }

  @Override
  public void close() {
    lookups.shutdownNow();
  }

  /** No address of the host may be connected to. */
  static final class ForbiddenAddressException extends IOException {
    private static final long serialVersionUID = 1L;

    ForbiddenAddressException(InetAddress address) {
      super("resolves to " + address.getHostAddress());
    }
  }
}
