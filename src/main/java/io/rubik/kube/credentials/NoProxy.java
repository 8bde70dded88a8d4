package io.rubik.kube.credentials;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Servers that are reached without a proxy, as Go's httpproxy has it, which kubectl and kubelet
 * use. Entries are separated by commas: {@code *} for all; {@code 10.0.0.0/8}; {@code 10.0.0.1};
 * {@code k8s.example}, that name and all below it; {@code .k8s.example} or {@code *.k8s.example},
 * those below it alone. All but the first two may end in a port. A loopback address and {@code
 * localhost} never have a proxy.
 */
final class NoProxy {

  private static final Pattern CIDR = Pattern.compile("([0-9a-f.:]+)/([0-9]{1,3})");
  private static final Pattern BRACKETED = Pattern.compile("\\[([^\\]]*)](?::(.*))?");
  private static final Pattern WITH_PORT = Pattern.compile("([^:]*):([^:]*)");
  private static final Pattern IP = Pattern.compile("[0-9]{1,3}(?:[.][0-9]{1,3}){3}|.*:.*");

  /** One entry. */
  @FunctionalInterface
  private interface Entry {
    boolean covers(String host, String port);
  }

  private final List<Entry> entries;

  private NoProxy(List<Entry> entries) {
    this.entries = entries;
  }

  /** Parses the list; an entry that is none covers nothing. */
  static NoProxy parse(String list) {
    return new NoProxy(
        Arrays.stream(list.toLowerCase(Locale.ROOT).split(",", -1))
            .map(String::strip)
            .map(NoProxy::entry)
            .toList());
  }

  /** Returns whether a server has no proxy; an IPv6 address is without brackets. */
  boolean covers(String host, int port) {
    if (host.equals("localhost") || ip(host).filter(InetAddress::isLoopbackAddress).isPresent()) {
      return true;
    }
    return entries.stream().anyMatch(entry -> entry.covers(host, String.valueOf(port)));
  }

  private static Entry entry(String text) {
    if (text.equals("*")) {
      return (host, port) -> true;
    }
    Matcher cidr = CIDR.matcher(text);
    Optional<byte[]> network = cidr.matches() ? bytes(cidr.group(1)) : Optional.empty();
    if (network.isPresent() && Integer.parseInt(cidr.group(2)) <= network.get().length * 8) {
      return network(network.get(), Integer.parseInt(cidr.group(2)));
    }
    Matcher bracketed = BRACKETED.matcher(text);
    Matcher split = bracketed.matches() ? bracketed : WITH_PORT.matcher(text);
    return split.matches()
        ? address(split.group(1), Optional.ofNullable(split.group(2)).orElse(""))
        : address(text, "");
  }

  private static Entry network(byte[] network, int bits) {
    return (host, port) -> bytes(host).filter(ip -> startsAlike(network, ip, bits)).isPresent();
  }

  private static boolean startsAlike(byte[] network, byte[] ip, int bits) {
    if (network.length != ip.length) {
      return false;
    }
    int whole = bits / 8;
    int mask = (0xff00 >> (bits % 8)) & 0xff;
    return Arrays.equals(network, 0, whole, ip, 0, whole)
        && (mask == 0 || ((network[whole] ^ ip[whole]) & mask) == 0);
  }

  private static Entry address(String address, String port) {
    if (address.isEmpty()) {
      return (host, any) -> false;
    }
    Optional<InetAddress> ip = ip(address);
    Entry named = ip.isPresent() ? (host, any) -> ip(host).equals(ip) : domain(address);
    return (host, of) -> named.covers(host, of) && (port.isEmpty() || port.equals(of));
  }

  private static Entry domain(String domain) {
    String name = domain.startsWith("*.") ? domain.substring(1) : domain;
    return name.startsWith(".")
        ? (host, port) -> host.endsWith(name)
        : (host, port) -> host.equals(name) || host.endsWith("." + name);
  }

  private static Optional<byte[]> bytes(String text) {
    return ip(text).map(InetAddress::getAddress);
  }

  /** Asks no DNS. */
  private static Optional<InetAddress> ip(String text) {
    try {
      return IP.matcher(text).matches()
          ? Optional.of(InetAddress.ofLiteral(text))
          : Optional.empty();
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
