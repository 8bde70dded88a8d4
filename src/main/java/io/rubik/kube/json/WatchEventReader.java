package io.rubik.kube.json;

import io.rubik.pod.PodKeys;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads one line of a watch: {@code {"type": "MODIFIED", "object": {"kind": "Pod", …}}}. */
public final class WatchEventReader {

  private final FieldReader json;
  private final PodKeys keys;
  private String type;
  private boolean hasObject;
  private @Nullable WatchEvent event;

  private WatchEventReader(byte[] line, PodKeys keys, String type) {
    this.json = new FieldReader(line);
    this.keys = keys;
    this.type = type;
  }

  /** Parses a line; fails when it is not JSON or has no type or no object. */
  public static WatchEvent parse(byte[] line, PodKeys keys) throws IOException {
    try {
      WatchEventReader reader = new WatchEventReader(line, keys, "");
      reader.read();
      if (reader.event == null) {
        // The object came before the type, which decides how to read it.
        reader = new WatchEventReader(line, keys, reader.type);
        reader.read();
      }
      return reader.event();
    } catch (IOException e) {
      throw new MalformedBodyException("a watch event cannot be used: " + e.getMessage());
    }
  }

  private WatchEvent event() throws IOException {
    if (event == null || !hasObject) {
      throw new MalformedBodyException("it has no type or no object");
    }
    return event;
  }

  private void read() throws IOException {
    json.object(this::field);
    json.end();
  }

  private void field(String field) throws IOException {
    switch (field) {
      case "type" -> type = json.text();
      case "object" -> object();
      default -> json.skip();
    }
  }

  private void object() throws IOException {
    hasObject = !json.isNull();
    switch (type) {
      case "" -> json.skip();
      case "ADDED", "MODIFIED", "DELETED" -> event = podEvent(PodReader.read(json, keys));
      case "BOOKMARK" ->
          event = new WatchEvent.Bookmark(PodReader.read(json, keys).resourceVersion());
      case "ERROR" -> event = new WatchEvent.Failure(ApiStatus.read(json));
      default -> {
        json.skip();
        event = new WatchEvent.Unknown(type);
      }
    }
  }

  private WatchEvent podEvent(PodItem item) {
    return type.equals("DELETED")
        ? new WatchEvent.Delete(item.manifest(), item.resourceVersion())
        : new WatchEvent.Put(item.manifest(), item.resourceVersion());
  }
}
