package io.rubik.kube.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LastKnownAddressesTest {

  private List<InetAddress> resolved = List.of();
  private final LastKnownAddresses addresses =
      new LastKnownAddresses(host -> {
        if (resolved.isEmpty()) {
          throw new UnknownHostException(host);
        }
        return resolved;
      });

  @Test
  void dnsIsQueriedEachTime() throws UnknownHostException {
    for (int last = 1; last < 4; last++) {
      resolved = List.of(address(last));
      assertEquals(resolved, addresses.lookup("k8s"));
    }
  }

  /** DNS failed together with the server and recovered later. */
  @Test
  void lastAddressesAreUsedWhileDnsFails() throws UnknownHostException {
    resolved = List.of(address(1), address(2));
    List<InetAddress> found = addresses.lookup("k8s");
    resolved = List.of();

    assertEquals(found, addresses.lookup("k8s"));
    assertThrows(UnknownHostException.class, () -> addresses.lookup("other"));
  }

  @Test
  void hostNeverResolvedIsUnknown() {
    assertThrows(UnknownHostException.class, () -> addresses.lookup("k8s"));
  }

  private static InetAddress address(int last) throws UnknownHostException {
    return InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) last});
  }
}
