package io.rubik.kube.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LastKnownAddressesTest {

  private List<InetAddress> resolved = List.of();
  private boolean answers = true;
  private final Deque<Runnable> unanswered = new ArrayDeque<>();
  private final LastKnownAddresses addresses =
      new LastKnownAddresses(
          host -> {
            if (resolved.isEmpty()) {
              throw new UnknownHostException(host);
            }
            return resolved;
          },
          Duration.ZERO,
          this::query);

  private void query(Runnable query) {
    if (answers) {
      query.run();
    } else {
      unanswered.add(query);
    }
  }

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

  /** A request waited for as long as the resolver did, which nothing can cancel. */
  @Test
  void lastAddressesAreUsedWhileDnsDoesNotAnswer() throws UnknownHostException {
    resolved = List.of(address(1));
    List<InetAddress> found = addresses.lookup("k8s");
    answers = false;

    assertEquals(found, addresses.lookup("k8s"));
    assertEquals(found, addresses.lookup("k8s"));
    assertEquals(1, unanswered.size(), "one query at a time");
  }

  @Test
  void hostThatDnsDoesNotAnswerForIsUnknownUntilItDoes() throws UnknownHostException {
    resolved = List.of(address(1));
    answers = false;
    UnknownHostException e =
        assertThrows(UnknownHostException.class, () -> addresses.lookup("k8s"));
    assertTrue(String.valueOf(e.getMessage()).contains("no answer"), e.getMessage());
    answers = true;
    unanswered.remove().run();

    assertEquals(resolved, addresses.lookup("k8s"));
  }

  @Test
  void hostNeverResolvedIsUnknown() {
    assertThrows(UnknownHostException.class, () -> addresses.lookup("k8s"));
  }

  private static InetAddress address(int last) throws UnknownHostException {
    return InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) last});
  }
}
