package io.rubik.logging;

import io.rubik.text.LogContextKeys;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.tinylog.Level;
import org.tinylog.core.LogEntry;

/**
 * Keeps storms out of the log. What one place in the code logs about one pod is a flow; of that a
 * minute takes each text once and ten texts at most. Lines about no pod are a flow by their text,
 * of which a minute takes ten. Lines held back are counted, and reported with the next line of the
 * flow that passes or, when the minute is over, with the last of them. Debug lines always pass.
 */
final class StormLimit {

  static final Duration WINDOW = Duration.ofMinutes(1);
  static final int MAX_LINES = 10;
  static final int MAX_FLOWS = 4096;

  /** Longer than any UID. */
  private static final int MAX_POD_LENGTH = 64;

  private final Consumer<LogEntry> output;

  /** The one used last comes last. */
  private final LinkedHashMap<Key, LineFlow> flows = new LinkedHashMap<>(16, 0.75f, true);

  /** Those that hold lines back; the one that has done so for the longest time comes first. */
  private final LinkedHashMap<Key, LineFlow> holding = new LinkedHashMap<>();

  private record Key(String type, int line, String pod, int text) {

    /** What comes from too many pods at a time to keep them apart. */
    static final Key OTHERS = new Key("", 0, "", 0);
  }

  StormLimit(Consumer<LogEntry> output) {
    this.output = output;
  }

  /** Hands an event on or holds it back, after what is due of those held back before. */
  void accept(LogEntry entry, long nowNanos) {
    tellDue(nowNanos);
    if (entry.getLevel().compareTo(Level.DEBUG) <= 0) {
      output.accept(entry);
      return;
    }
    Key key = known(key(entry), nowNanos);
    LineFlow flow = flows.computeIfAbsent(key, StormLimit::flow);
    if (flow.passes(entry, nowNanos)) {
      holding.remove(key);
      output.accept(flow.withCount(entry, nowNanos));
    } else {
      holding.putIfAbsent(key, flow);
    }
  }

  /** Reports every line that is still held back. */
  void releaseAll(long nowNanos) {
    holding.values().forEach(flow -> output.accept(flow.release(nowNanos)));
    holding.clear();
  }

  private void tellDue(long nowNanos) {
    Iterator<LineFlow> longest = holding.values().iterator();
    while (longest.hasNext()) {
      LineFlow flow = longest.next();
      if (!flow.isDue(nowNanos)) {
        return;
      }
      longest.remove();
      output.accept(flow.release(nowNanos));
    }
  }

  /** Returns the key of a flow that there is or has room: a flow in use does not make room. */
  private Key known(Key key, long nowNanos) {
    if (flows.size() < MAX_FLOWS || flows.containsKey(key)) {
      return key;
    }
    Map.Entry<Key, LineFlow> oldest = flows.firstEntry();
    if (!oldest.getValue().isQuiet(nowNanos)) {
      return Key.OTHERS;
    }
    flows.remove(oldest.getKey());
    return key;
  }

  private static Key key(LogEntry entry) {
    Map<String, String> context = entry.getContext();
    String pod = context == null ? null : context.get(LogContextKeys.POD);
    if (pod == null) {
      return new Key(entry.getClassName(), entry.getLineNumber(), "", LineFlow.text(entry));
    }
    String shown = pod.substring(0, Math.min(pod.length(), MAX_POD_LENGTH));
    return new Key(entry.getClassName(), entry.getLineNumber(), shown, 0);
  }

  private static LineFlow flow(Key key) {
    boolean isOneText = key.pod().isEmpty() && !key.equals(Key.OTHERS);
    return new LineFlow(isOneText ? MAX_LINES : 1);
  }
}
