package io.rubik.pod;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PreemptableTest {

  private static final String KEY = "volcano.sh/preemptable";

  /** Columns: annotation, label, offline, warned of. A value that is warned of is shown. */
  @ParameterizedTest
  @CsvSource(
      ignoreLeadingAndTrailingWhitespace = false,
      nullValues = "-",
      value = {
        "true,true,true,false",
        "true,false,true,false",
        "true,-,true,false",
        "false,true,false,false",
        "false,false,false,false",
        "false,-,false,false",
        "-,true,true,false",
        "-,false,false,false",
        "-,-,false,false",
        "True,-,false,true",
        "TRUE,true,false,true",
        "yes,true,false,true",
        "1,-,false,true",
        "'',true,false,true",
        " true,-,false,true",
        "'true\n',-,false,true",
        "-,True,false,true",
        "-,'',false,true",
        "-, true,false,true",
        "true,yes,true,false",
        "false,yes,false,false"
      })
  void annotationWinsOverLabel(
      @Nullable String annotation, @Nullable String label, boolean offline, boolean warned) {
    Pod pod = PodFixture.pod("a").annotations(map(annotation)).labels(map(label)).pod();

    assertEquals(offline, pod.offline());
    assertEquals(
        warned ? warning(annotation == null ? label : annotation) : List.of(), pod.warnings());
  }

  @Test
  void longValueIsShownShortened() {
    Pod pod = PodFixture.pod("a").annotation(KEY, "true".repeat(65_536)).pod();

    assertEquals(warning("true".repeat(10) + "..."), pod.warnings());
  }

  private static List<String> warning(@Nullable String value) {
    return List.of(
        "volcano.sh/preemptable is \""
            + value
            + "\", neither \"true\" nor \"false\": treated as an online pod");
  }

  private static Map<String, String> map(@Nullable String value) {
    Map<String, String> map = new HashMap<>();
    if (value != null) {
      map.put(KEY, value);
    }
    return map;
  }
}
