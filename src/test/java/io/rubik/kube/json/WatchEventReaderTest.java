package io.rubik.kube.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.rubik.pod.PodFixture;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WatchEventReaderTest {

  private static final String POD =
      "{\"kind\":\"Pod\",\"metadata\":{\"name\":\"p\",\"uid\":\"u\",\"resourceVersion\":\"9\"}}";

  @ParameterizedTest
  @ValueSource(strings = {"ADDED", "MODIFIED"})
  void podIsPut(String type) throws IOException {
    WatchEvent.Put put = assertInstanceOf(WatchEvent.Put.class, parse(type, POD));

    assertEquals("p", put.manifest().name());
    assertEquals("9", put.resourceVersion());
  }

  @Test
  void podIsDeleted() throws IOException {
    WatchEvent.Delete delete = assertInstanceOf(WatchEvent.Delete.class, parse("DELETED", POD));

    assertEquals("u", delete.manifest().uid());
  }

  /** Such a bookmark made the client's own JSON fail, and relist every minute. */
  @Test
  void bookmarkMayHoldNulls() throws IOException {
    WatchEvent event =
        parse(
            "BOOKMARK",
            "{\"kind\":\"Pod\",\"metadata\":{\"resourceVersion\":\"12\","
                + "\"creationTimestamp\":null},\"spec\":{\"containers\":null},\"status\":{}}");

    assertEquals(new WatchEvent.Bookmark("12"), event);
  }

  @Test
  void failureHasCodeAndMessage() throws IOException {
    WatchEvent event =
        parse(
            "ERROR",
            "{\"kind\":\"Status\",\"metadata\":{},\"status\":\"Failure\",\"message\":\"too old\","
                + "\"reason\":\"Expired\",\"code\":410}");

    assertEquals(new WatchEvent.Failure(new ApiStatus(410, "too old")), event);
  }

  @Test
  void unknownTypeIsNamed() throws IOException {
    assertEquals(new WatchEvent.Unknown("SYNC"), parse("SYNC", "[1,{}]"));
  }

  @Test
  void typeMayComeLast() throws IOException {
    assertInstanceOf(
        WatchEvent.Put.class, parse("{\"object\":" + POD + ",\"type\":\"ADDED\",\"more\":1}"));
  }

  @Test
  void wrongTypeIsAProblemOfThePodAndTheVersionIsKept() throws IOException {
    WatchEvent event =
        parse(
            "MODIFIED",
            "{\"metadata\":{\"namespace\":\"a\",\"name\":\"p\",\"uid\":\"u\",\"resourceVersion\":\"9\"},"
                + "\"status\":{\"phase\":1}}");

    WatchEvent.Put put = assertInstanceOf(WatchEvent.Put.class, event);
    assertEquals("9", put.resourceVersion());
    assertEquals("$.object.status.phase is not a string", put.manifest().problem());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "[]",
        "null",
        "!",
        "{\"type\":\"ADDED\"}",
        "{\"type\":\"ADDED\",\"object\":null}",
        "{\"object\":{}}",
        "{\"type\":\"ADDED\",\"object\":{}",
        "{\"type\":\"ADDED\",\"object\":{}}}",
        "{\"type\":7,\"object\":{}}"
      })
  void anythingElseIsNotAnEvent(String line) {
    assertThrows(MalformedBodyException.class, () -> parse(line));
  }

  private static WatchEvent parse(String type, String object) throws IOException {
    return parse("{\"type\":\"" + type + "\",\"object\":" + object + "}");
  }

  private static WatchEvent parse(String line) throws IOException {
    return WatchEventReader.parse(line.getBytes(StandardCharsets.UTF_8), PodFixture.KEYS);
  }
}
