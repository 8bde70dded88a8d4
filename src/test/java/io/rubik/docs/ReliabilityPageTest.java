package io.rubik.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each promise of docs/RELIABILITY.md names a test, and the test exists. */
final class ReliabilityPageTest {

  private static final Path PAGE = Path.of("docs/RELIABILITY.md");

  @Test
  void everyRowNamesTestsThatExist() throws Exception {
    String page = Files.readString(PAGE);

    assertTrue(ShownBy.rows(page).size() > 70, "the tables are found");
    assertEquals(List.of(), problems(page));
  }

  @Test
  void namesOfNoTestAndRowsWithoutNamesAreFound() throws Exception {
    String page =
        """
        | fault | bound | shown by |
        | --- | --- | --- |
        | class | – | `ReliabilityPageTest`, `scripts/test.sh` |
        | method | – | `ReliabilityPageTest.everyRow…`, `.namesOfNoTestAndRowsWithoutNamesAreFound` |
        | no such class | – | `MissingTest` |
        | no such method | – | `ReliabilityPageTest.everyRow` |
        | no method begins so | – | `ReliabilityPageTest.noRow…` |
        | no such method of the class before | – | `ReliabilityPageTest`, `.everyFile…` |
        | method that is no test | – | `ReliabilityPageTest.problems` |
        | class that is no test | – | `ShownBy` |
        | no such script | – | `scripts/none.sh` |
        | nothing | 2 s | – |

        | fault | what rubik does |
        | --- | --- |
        | not claimed to be shown | – |
        """;

    assertEquals(
        List.of(
            "no such class: there is no MissingTest",
            "no such method: there is no ReliabilityPageTest.everyRow",
            "no method begins so: there is no ReliabilityPageTest.noRow…",
            "no such method of the class before: there is no ReliabilityPageTest.everyFile…",
            "method that is no test: there is no ReliabilityPageTest.problems",
            "class that is no test: there is no ShownBy",
            "no such script: there is no scripts/none.sh",
            "nothing: no test is named"),
        problems(page));
  }

  private static List<String> problems(String page) throws Exception {
    TestNames tests = new TestNames();
    List<String> problems = new ArrayList<>();
    for (ShownBy row : ShownBy.rows(page)) {
      if (row.names().isEmpty()) {
        problems.add(row.promise() + ": no test is named");
      }
      for (String name : row.names()) {
        if (!tests.exists(name)) {
          problems.add(row.promise() + ": there is no " + name);
        }
      }
    }
    return problems;
  }
}
