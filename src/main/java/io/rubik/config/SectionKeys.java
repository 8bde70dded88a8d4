package io.rubik.config;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.rubik.text.SafeText;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The keys of one section: which are there, and which of them have been read. */
final class SectionKeys {

  private final String path;
  private final JsonObject object;
  private final Problems problems;
  private final Map<String, String> read = new LinkedHashMap<>();

  SectionKeys(String path, JsonObject object, Problems problems) {
    this.path = path;
    this.object = object;
    this.problems = problems;
  }

  /**
   * Returns the value of a key, empty when it is absent or null, which means the default. The same
   * letters in another case are accepted with a warning, two such keys are an error.
   */
  Optional<JsonElement> find(String key) {
    List<String> alike = object.keySet().stream().filter(key::equalsIgnoreCase).toList();
    String given = alike.isEmpty() || alike.contains(key) ? key : alike.getFirst();
    read.put(key, given);
    if (alike.size() > 1) {
      problems.error(
          pathOf(key), "is there twice, as " + String.join(" and ", alike) + "; remove one");
    } else if (!given.equals(key)) {
      problems.warning(pathOf(given), "read as " + key);
    }
    return Optional.ofNullable(object.get(given)).filter(value -> !value.isJsonNull());
  }

  /** Warns of every key that has not been read, and names the nearest here or one level below. */
  void warnOfUnread(Collection<SectionKeys> below) {
    for (String key : object.keySet()) {
      if (!read.containsValue(key) && read.keySet().stream().noneMatch(key::equalsIgnoreCase)) {
        String hint =
            below.stream()
                .flatMap(section -> section.named(key).stream())
                .findFirst()
                .or(() -> Spelling.nearest(key, read.keySet()))
                .map(near -> "; did you mean " + near + "?")
                .orElse("");
        problems.warning(
            pathOf(SafeText.shortened(key, Problems.MAX_SHOWN)), "unknown key, ignored" + hint);
      }
    }
  }

  /** Returns the path of a key that belongs here, empty for any other. */
  private Optional<String> named(String key) {
    return read.keySet().stream().filter(key::equalsIgnoreCase).findFirst().map(this::pathOf);
  }

  /** Returns the path of a key: {@code agent.logSize}. */
  String pathOf(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }
}
