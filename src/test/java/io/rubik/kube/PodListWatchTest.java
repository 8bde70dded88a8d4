package io.rubik.kube;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rubik.kube.json.MalformedBodyException;
import io.rubik.kube.json.WatchEvent;
import io.rubik.pod.PodFixture;
import io.rubik.standin.PodJson;
import io.rubik.testing.Thrown;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PodListWatchTest {

  @TempDir Path root;
  private InformedNode node;
  private PodListWatch source;

  @BeforeEach
  void start() throws IOException {
    node = new InformedNode(root);
    source = new PodListWatch(node.server, new NodeName("n1"), PodFixture.KEYS);
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void listAsksForThePodsOfTheNode() throws IOException {
    source.list("0");

    assertEquals(
        "fieldSelector=spec.nodeName=n1,status.phase!=Succeeded,status.phase!=Failed"
            + "&resourceVersion=0",
        lastQuery());
  }

  /** While a line is read it is in memory twice. */
  @Test
  void eventLargerThanThreeMebibytesIsRefused() throws IOException {
    String version = source.list("0").resourceVersion();

    try (PodSource.Watch watch = source.watch(version, Duration.ofMinutes(5))) {
      node.standIn
          .pods()
          .put(PodJson.pod("a", "new").node("n1").annotation("long", "a".repeat(4 << 20)));
      assertEquals(
          "a watch event is cut short or larger than 3 MiB",
          Thrown.message(MalformedBodyException.class, watch::next));
    }
  }

  @Test
  void podThatEndsIsDeletedToAWatchAndNotListed() throws IOException {
    node.standIn.pods().put(PodJson.pod("a", "job").node("n1").uid("u"));
    String version = source.list("0").resourceVersion();

    try (PodSource.Watch watch = source.watch(version, Duration.ofMinutes(5))) {
      node.standIn.pods().put(PodJson.pod("a", "job").node("n1").uid("u").phase("Succeeded"));

      WatchEvent event = watch.next().orElseThrow();
      assertEquals("u", assertInstanceOf(WatchEvent.Delete.class, event).manifest().uid());
    }
    assertEquals(List.of(), source.list("").pods());
  }

  @Test
  void watchReturnsEventsUntilTheServerEndsIt() throws Exception {
    String version = source.list("0").resourceVersion();

    try (PodSource.Watch watch = source.watch(version, Duration.ofMinutes(5))) {
      node.standIn.pods().put(PodJson.pod("a", "new").node("n1"));
      WatchEvent event = watch.next().orElseThrow();
      assertEquals("new", assertInstanceOf(WatchEvent.Put.class, event).manifest().name());
      node.standIn.watches().sendBookmarks();
      assertInstanceOf(WatchEvent.Bookmark.class, watch.next().orElseThrow());
      node.standIn.watches().cut();
      assertEquals(Optional.empty(), watch.next());
    }

    assertTrue(lastQuery().contains("allowWatchBookmarks=true&timeoutSeconds=300"));
  }

  @Test
  void cancelledSourceSendsNoRequest() {
    source.cancel();

    assertThrows(IOException.class, () -> source.list("0"));
    assertTrue(source.isCancelled());
  }

  private String lastQuery() {
    return node.standIn.requests().all().getLast().query();
  }
}
