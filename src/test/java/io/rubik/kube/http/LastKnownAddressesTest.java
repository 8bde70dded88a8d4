package io.rubik.kube.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LastKnownAddressesTest {

  private List<InetAddress> told = List.of();
  private final LastKnownAddresses addresses =
      new LastKnownAddresses(host -> {
        if (told.isEmpty()) {
          throw new UnknownHostException(host);
        }
        return told;
      });

  @Test
  void dnsIsAskedEachTime() throws UnknownHostException {
    for (int last = 1; last < 4; last++) {
      told = List.of(address(last));
      assertEquals(told, addresses.lookup("k8s"));
    }
  }

  /** DNS was away with the server, and back later. */
  @Test
  void addressesStayWhileDnsFails() throws UnknownHostException {
    told = List.of(address(1), address(2));
    List<InetAddress> found = addresses.lookup("k8s");
    told = List.of();

    assertEquals(found, addresses.lookup("k8s"));
    assertThrows(UnknownHostException.class, () -> addresses.lookup("other"));
  }

  @Test
  void hostNeverFoundIsUnknown() {
    assertThrows(UnknownHostException.class, () -> addresses.lookup("k8s"));
  }

  private static InetAddress address(int last) throws UnknownHostException {
    return InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) last});
  }
}
