package io.rubik.testing;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** A YAML document whose values are named by paths such as {@code clusters.0.name}. */
public record YamlDocument(Object root) {

  /** Returns the documents of a text, in its order. */
  public static List<YamlDocument> all(String text) {
    Yaml yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
    return StreamSupport.stream(yaml.loadAll(text).spliterator(), false)
        .map(YamlDocument::new)
        .toList();
  }

  public static YamlDocument one(String text) {
    return new YamlDocument(new Yaml(new SafeConstructor(new LoaderOptions())).load(text));
  }

  /** Returns the value at a path; fails when there is none. */
  public Object at(String path) {
    Object value = root;
    for (String step : path.split("\\.", -1)) {
      Object next =
          value instanceof List<?> list
              ? list.get(Integer.parseInt(step))
              : assertInstanceOf(Map.class, value).get(step);
      assertNotNull(next, () -> path + " is not in " + root);
      value = next;
    }
    return value;
  }

  /** Returns the values of the list at a path, as texts. */
  public List<String> texts(String path) {
    List<?> values = assertInstanceOf(List.class, at(path));
    return values.stream().map(String::valueOf).toList();
  }
}
