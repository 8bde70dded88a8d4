package io.rubik.kube.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import okhttp3.Dns;
import org.jspecify.annotations.Nullable;

/**
 * Resolves the server's addresses by DNS and, while DNS fails, returns the last ones: DNS often
 * fails together with the server, and the JDK caches a failure for 10 s. A server of DNS that does
 * not answer blocks the resolver for longer than rubik waits; a lookup meanwhile waits for the same
 * answer.
 */
final class LastKnownAddresses implements Dns {

  private final Dns dns;
  private final Duration limit;
  private final Executor queries;
  private String host = "";
  private List<InetAddress> addresses = List.of();
  private @Nullable Lookup running;

  private record Lookup(String host, FutureTask<List<InetAddress>> answer) {}

  /** Waits that long for an answer. */
  LastKnownAddresses(Dns dns, Duration limit, Executor queries) {
    this.dns = dns;
    this.limit = limit;
    this.queries = queries;
  }

  /** Asks the system's resolver, on a thread for each query. */
  static LastKnownAddresses ofSystem(Duration limit) {
    return new LastKnownAddresses(
        Dns.SYSTEM, limit, query -> Thread.ofPlatform().daemon().name("kube-dns").start(query));
  }

  @Override
  public synchronized List<InetAddress> lookup(String hostname) throws UnknownHostException {
    try {
      addresses = answer(hostname).get(limit.toNanos(), TimeUnit.NANOSECONDS);
      host = hostname;
    } catch (ExecutionException e) {
      requireKnown(hostname, String.valueOf(e.getCause()));
    } catch (TimeoutException e) {
      requireKnown(hostname, "no answer from DNS within " + limit.toMillis() + " ms");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnknownHostException(hostname + ": interrupted");
    }
    return addresses;
  }

  private FutureTask<List<InetAddress>> answer(String hostname) {
    Lookup last = running;
    if (last != null && last.host().equals(hostname) && !last.answer().isDone()) {
      return last.answer();
    }
    FutureTask<List<InetAddress>> answer = new FutureTask<>(() -> dns.lookup(hostname));
    running = new Lookup(hostname, answer);
    queries.execute(answer);
    return answer;
  }

  private void requireKnown(String hostname, String reason) throws UnknownHostException {
    if (!hostname.equals(host)) {
      throw new UnknownHostException(hostname + ": " + reason);
    }
  }
}
