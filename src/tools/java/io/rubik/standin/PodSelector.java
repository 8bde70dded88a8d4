package io.rubik.standin;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The pods that a list or a watch asks for: a namespace and a field selector. */
final class PodSelector {

  static final PodSelector ALL = new PodSelector(List.of());

  /** One requirement of a field selector, such as {@code spec.nodeName=n1}. */
  private record Requirement(String section, String field, String value, boolean equal) {

    boolean matches(JsonObject pod) {
      return text(pod, section, field).equals(value) == equal;
    }
  }

  private final List<Requirement> requirements;

  private PodSelector(List<Requirement> requirements) {
    this.requirements = List.copyOf(requirements);
  }

  /**
   * Parses {@code spec.nodeName=n1,metadata.namespace!=kube-system}; fails with 400 as the real
   * server does.
   */
  static PodSelector parse(@Nullable String namespace, @Nullable String fieldSelector) {
    List<Requirement> requirements = new ArrayList<>();
    if (namespace != null) {
      requirements.add(new Requirement("metadata", "namespace", namespace, true));
    }
    if (fieldSelector != null && !fieldSelector.isEmpty()) {
      for (String term : fieldSelector.split(",", -1)) {
        requirements.add(requirement(term, fieldSelector));
      }
    }
    return new PodSelector(requirements);
  }

  boolean matches(@Nullable JsonObject pod) {
    return pod != null && requirements.stream().allMatch(r -> r.matches(pod));
  }

  /** Returns one that takes pods of any phase. */
  PodSelector ofAnyPhase() {
    return new PodSelector(
        requirements.stream().filter(each -> !each.field().equals("phase")).toList());
  }

  private static Requirement requirement(String term, String whole) {
    int equals = term.indexOf('=');
    if (equals <= 0) {
      throw new ApiException(
          ApiStatus.badRequest(
              "Unable to find \"/v1, Resource=pods\" that match label selector \"\", field selector \""
                  + whole
                  + "\": invalid selector: '"
                  + whole
                  + "'; can't understand '"
                  + term
                  + "'"));
    }
    boolean equal = term.charAt(equals - 1) != '!';
    String field = term.substring(0, equal ? equals : equals - 1);
    String value = term.substring(equals + (term.startsWith("==", equals) ? 2 : 1));
    return switch (field) {
      case "spec.nodeName", "metadata.name", "metadata.namespace", "status.phase" -> {
        int dot = field.indexOf('.');
        yield new Requirement(field.substring(0, dot), field.substring(dot + 1), value, equal);
      }
      default ->
          throw new ApiException(
              ApiStatus.badRequest(
                  "Unable to find \"/v1, Resource=pods\" that match label selector \"\", field selector \""
                      + whole
                      + "\": field label not supported: "
                      + field));
    };
  }

  private static String text(JsonObject pod, String section, String field) {
    JsonElement value = pod.get(section) instanceof JsonObject object ? object.get(field) : null;
    return value == null || value.isJsonNull() ? "" : value.getAsString();
  }
}
