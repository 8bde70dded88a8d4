package io.rubik.kube.credentials;

import io.rubik.text.Utf8;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.events.DocumentEndEvent;
import org.yaml.snakeyaml.events.Event;

/**
 * A mapping in a YAML file and its path; messages name fields and never hold their values. The
 * client's KubeConfig is not used: it fails with a ClassCastException on a field of a wrong type,
 * reads token files once and sets up cloud providers' plug-ins first.
 */
final class YamlSection {

  private static final Predicate<String> TAB = Pattern.compile("^ *\t").asPredicate();

  /** A name or value takes some 500 bytes while YAML is read, however short it is. */
  private static final int MAX_EVENTS = 20_000;

  private final String where;
  private final Map<?, ?> fields;

  private YamlSection(String where, Map<?, ?> fields) {
    this.where = where;
    this.fields = fields;
  }

  /**
   * Parses the first document of a file, as kubectl does, whatever comes after it; the file's name
   * is for messages alone.
   */
  static YamlSection parse(String file, byte[] bytes) throws CredentialsException {
    String text = decoded(file, bytes);
    try {
      Yaml yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
      if (isTooLarge(yaml.parse(new StringReader(text)))) {
        throw new CredentialsException(
            file + ": more than " + MAX_EVENTS + " names and values, which no kubeconfig has");
      }
      Iterator<Object> documents = yaml.loadAll(text).iterator();
      return section(file + ":", documents.hasNext() ? documents.next() : null);
    } catch (MarkedYAMLException e) {
      // Its message quotes the file, including secrets.
      throw new CredentialsException(
          file + ": line " + line(e) + ": not YAML, as a kubeconfig must be" + hint(e, text));
    } catch (RuntimeException e) {
      // Some are not SnakeYAML's own, and their messages may quote the file too.
      throw new CredentialsException(
          file
              + ": not YAML, as a kubeconfig must be, or with more levels or aliases than one"
              + " needs");
    }
  }

  private static String decoded(String file, byte[] bytes) throws CredentialsException {
    try {
      return Utf8.decode(bytes);
    } catch (Utf8.EncodingException e) {
      throw new CredentialsException(file + " " + e.getMessage());
    }
  }

  /** Looks at the events of the first document. */
  private static boolean isTooLarge(Iterable<Event> events) {
    int count = 0;
    for (Event event : events) {
      if (event instanceof DocumentEndEvent) {
        return false;
      }
      if (++count > MAX_EVENTS) {
        return true;
      }
    }
    return false;
  }

  /** Returns a field's text, empty when it is absent, null or of length 0. */
  Optional<String> text(String key) throws CredentialsException {
    Object value = fields.get(key);
    if (value == null || value.equals("")) {
      return Optional.empty();
    }
    if (value instanceof String text) {
      return Optional.of(text);
    }
    throw new CredentialsException(name(key) + " is not text: put it in quotes");
  }

  /** Returns a boolean field, false when it is absent. */
  boolean flag(String key) throws CredentialsException {
    Object value = fields.get(key);
    if (value == null || value instanceof Boolean) {
      return Boolean.TRUE.equals(value);
    }
    throw new CredentialsException(name(key) + " is neither true nor false");
  }

  /** Returns the mapping of a field, empty when it is absent or null. */
  Optional<YamlSection> section(String key) throws CredentialsException {
    Object value = fields.get(key);
    return value == null ? Optional.empty() : Optional.of(section(name(key), value));
  }

  /** Returns the list of mappings of a field, empty when it is absent or null. */
  List<YamlSection> sections(String key) throws CredentialsException {
    List<YamlSection> sections = new ArrayList<>();
    for (Object value : list(key)) {
      sections.add(section(name(key) + "[" + sections.size() + "]", value));
    }
    return sections;
  }

  /** Returns the list of texts of a field, empty when it is absent or null. */
  List<String> texts(String key) throws CredentialsException {
    List<String> texts = new ArrayList<>();
    for (Object value : list(key)) {
      if (!(value instanceof String text)) {
        throw new CredentialsException(name(key) + "[" + texts.size() + "] is not text");
      }
      texts.add(text);
    }
    return texts;
  }

  /** Returns whether the field has a value: an empty text, list or mapping is none. */
  boolean isSet(String key) {
    return switch (fields.get(key)) {
      case null -> false;
      case String text -> !text.isEmpty();
      case Collection<?> list -> !list.isEmpty();
      case Map<?, ?> mapping -> !mapping.isEmpty();
      default -> true;
    };
  }

  /** Returns the path of the mapping, for messages. */
  String where() {
    return where;
  }

  /** Returns the path of a field, for messages. */
  String name(String key) {
    return where.endsWith(":") ? where + " " + key : where + "." + key;
  }

  private List<?> list(String key) throws CredentialsException {
    Object value = fields.get(key);
    if (value == null) {
      return List.of();
    }
    if (value instanceof List<?> list) {
      return list;
    }
    throw new CredentialsException(name(key) + " is not a list");
  }

  private static YamlSection section(String where, @Nullable Object value)
      throws CredentialsException {
    if (value instanceof Map<?, ?> fields) {
      return new YamlSection(where, fields);
    }
    String name = where.endsWith(":") ? where + " it" : where;
    throw new CredentialsException(name + " is not a mapping of names to values");
  }

  private static String hint(MarkedYAMLException e, String text) {
    boolean isTab =
        e.getProblemMark() != null
            && text.lines().skip(e.getProblemMark().getLine()).limit(1).anyMatch(TAB);
    return isTab ? "; indent with blanks, not with tabs" : "";
  }

  private static String line(MarkedYAMLException e) {
    return e.getProblemMark() == null ? "?" : String.valueOf(e.getProblemMark().getLine() + 1);
  }
}
