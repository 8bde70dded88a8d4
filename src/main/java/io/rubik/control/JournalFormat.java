package io.rubik.control;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The text of the journal: a header, then a line a change, the last one of a control counts.
 *
 * <pre>
 * {"rubik":"journal","version":2}
 * {"hold":"cpu.cfs_quota_us","in":"kubepods/pod1","kind":"cgroup","of":"…","identity":"…","original":"-1","owner":"cpi"}
 * {"hold":"blkio.throttle.read_bps_device","in":"kubepods/pod1","kind":"cgroup","key":"8:0","of":"…", …}
 * {"free":"cpu.cfs_quota_us","in":"kubepods/pod1","kind":"cgroup","of":"…"}
 * </pre>
 *
 * <p>Lines of version 1, which rubik 0.1.0 wrote, have no kind and no key: all are of cgroups.
 */
final class JournalFormat {

  static final int VERSION = 2;

  static final String HOLD = "hold";

  /** Ends an entry; as long as {@link #HOLD}, which it can replace. */
  static final String FREE = "free";

  /** Where the verb is in its line. */
  static final int VERB_START = 2;

  private static final Set<String> READ = Set.of("1", String.valueOf(VERSION));

  private JournalFormat() {}

  /**
   * What a journal's text says.
   *
   * @param entries those in force, in the order they were made
   * @param damage what is wrong with the text, empty when nothing is
   */
  record Content(List<JournalEntry> entries, Optional<String> damage) {

    Content {
      entries = List.copyOf(entries);
    }
  }

  /** Returns the first line. */
  static String header() {
    JsonObject header = new JsonObject();
    header.addProperty("rubik", "journal");
    header.addProperty("version", VERSION);
    return header + "\n";
  }

  /** Returns the line that puts an entry in force. */
  static String hold(JournalEntry entry) {
    JsonObject line = line(HOLD, entry);
    line.addProperty("identity", entry.identity());
    line.addProperty("original", entry.original());
    line.addProperty("owner", entry.owner());
    return line + "\n";
  }

  /** Returns the line that ends an entry. */
  static String free(JournalEntry entry) {
    return line(FREE, entry) + "\n";
  }

  private static JsonObject line(String verb, JournalEntry entry) {
    Address address = entry.address();
    JsonObject line = new JsonObject();
    line.addProperty(verb, address.name());
    line.addProperty("in", address.path());
    line.addProperty("kind", address.kind().name().toLowerCase(Locale.ROOT));
    if (!address.key().isEmpty()) {
      line.addProperty("key", address.key());
    }
    line.addProperty("of", entry.hierarchy());
    return line;
  }

  /** Returns what a journal says; of a damaged one, what can be understood. */
  static Content parse(InputStream journal) throws IOException {
    JournalLines lines = new JournalLines(new BufferedInputStream(journal));
    Optional<String> foreign =
        lines.next().map(JournalFormat::foreign).orElseGet(() -> foreign(""));
    if (foreign.isPresent()) {
      return new Content(List.of(), foreign);
    }
    Map<JournalEntry.Key, JournalEntry> entries = new LinkedHashMap<>();
    Optional<String> damage = Optional.empty();
    int number = 2;
    for (var line = lines.next(); line.isPresent(); line = lines.next()) {
      Optional<String> wrong = apply(line.get(), number++, entries);
      damage = wrong.isPresent() ? wrong : damage;
    }
    return new Content(List.copyOf(entries.values()), damage);
  }

  /** Applies a line; returns what is wrong with it. */
  private static Optional<String> apply(
      JournalLines.Line line, int number, Map<JournalEntry.Key, JournalEntry> entries) {
    if (!line.isWhole()) {
      return Optional.of(cut(number));
    }
    try {
      apply(line.text(), entries);
    } catch (JsonParseException | IllegalStateException | IllegalArgumentException e) {
      return Optional.of("line " + number + " is not one of rubik's");
    }
    return entries.size() > Journal.MAX_ENTRIES
        ? Optional.of("it has more than " + Journal.MAX_ENTRIES + " entries")
        : Optional.empty();
  }

  private static String cut(int number) {
    return "line " + number + " is cut short or too long";
  }

  private static Optional<String> foreign(JournalLines.Line header) {
    Optional<String> foreign = foreign(header.text());
    return foreign.isEmpty() && !header.isWhole() ? Optional.of(cut(1)) : foreign;
  }

  private static Optional<String> foreign(String header) {
    try {
      JsonObject object = JsonParser.parseString(header).getAsJsonObject();
      if (!text(object, "rubik").equals("journal")) {
        return Optional.of("it is not a journal of rubik");
      }
      String version = text(object, "version");
      return READ.contains(version)
          ? Optional.empty()
          : Optional.of("its version " + version + " is not " + VERSION);
    } catch (JsonParseException | IllegalStateException e) {
      return Optional.of("it is not a journal of rubik");
    }
  }

  private static void apply(String line, Map<JournalEntry.Key, JournalEntry> entries) {
    JsonObject object = JsonParser.parseString(line).getAsJsonObject();
    if (object.has(FREE)) {
      entries.remove(new JournalEntry.Key(address(object, FREE), text(object, "of")));
      return;
    }
    JournalEntry entry =
        new JournalEntry(
            text(object, "owner"),
            address(object, HOLD),
            text(object, "of"),
            text(object, "identity"),
            text(object, "original"));
    if (entries.size() <= Journal.MAX_ENTRIES) {
      entries.put(entry.key(), entry);
    }
  }

  private static Address address(JsonObject object, String verb) {
    String kind = object.has("kind") ? text(object, "kind") : "cgroup";
    return new Address(
        Address.Kind.valueOf(kind.toUpperCase(Locale.ROOT)),
        text(object, "in"),
        text(object, verb),
        object.has("key") ? text(object, "key") : "");
  }

  private static String text(JsonObject object, String name) {
    JsonElement element = object.get(name);
    if (element == null || !element.isJsonPrimitive()) {
      throw new JsonParseException(name + " is missing");
    }
    return element.getAsString();
  }
}
