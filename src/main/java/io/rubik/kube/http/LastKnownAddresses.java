package io.rubik.kube.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import okhttp3.Dns;

/**
 * Resolves the server's addresses by DNS and, while DNS fails, returns the last ones: DNS often
 * fails together with the server, and the JDK caches a failure for 10 s.
 */
final class LastKnownAddresses implements Dns {

  private final Dns dns;
  private String host = "";
  private List<InetAddress> addresses = List.of();

  LastKnownAddresses(Dns dns) {
    this.dns = dns;
  }

  @Override
  public synchronized List<InetAddress> lookup(String hostname) throws UnknownHostException {
    try {
      addresses = dns.lookup(hostname);
      host = hostname;
    } catch (UnknownHostException e) {
      if (!hostname.equals(host)) {
        throw e;
      }
    }
    return addresses;
  }
}
