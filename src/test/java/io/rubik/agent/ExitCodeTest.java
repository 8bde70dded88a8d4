package io.rubik.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The statuses are those of the documents, and the unit does what they say. */
class ExitCodeTest {

  /** With what a Java machine ends that cannot start, or has crashed. */
  private static final int OF_THE_JAVA_MACHINE = 1;

  private static String read(String file) throws IOException {
    return Files.readString(Path.of(file));
  }

  @Test
  void noneIsThatOfTheJavaMachine() {
    for (ExitCode code : ExitCode.values()) {
      assertTrue(code.status() != OF_THE_JAVA_MACHINE, code + " is taken for a crash");
    }
  }

  /** It was 1, so that a rubik whose Java machine crashed stayed down. */
  @Test
  void onlyAfterABadArgumentTheUnitIsNotStartedAgain() throws IOException {
    String unit = read("packaging/systemd/rubik.service");

    assertEquals(
        List.of("RestartPreventExitStatus=" + ExitCode.BAD_ARGUMENT.status()),
        unit.lines().filter(line -> line.startsWith("RestartPreventExitStatus=")).toList());
    assertEquals(
        List.of("SuccessExitStatus=143"),
        unit.lines().filter(line -> line.startsWith("SuccessExitStatus=")).toList());
    assertTrue(unit.contains("\nRestart=on-failure\n"), "all else is a failure");
  }

  @Test
  void documentsListEachAndThatOfTheJavaMachine() throws IOException {
    List<Integer> statuses = new ArrayList<>(List.of(OF_THE_JAVA_MACHINE));
    for (ExitCode code : ExitCode.values()) {
      statuses.add(code.status());
    }
    for (int status : statuses) {
      assertTrue(read("docs/configuration.md").contains("\n| " + status + " | "), status + "");
      assertTrue(read("packaging/man/rubik.8").contains("\n.B " + status + "\n"), status + "");
    }
  }

  @Test
  void explanationNamesTheStatusAndWhatSystemctlCallsIt() {
    assertEquals(
        "exit status 3, for the reason above; systemctl calls this number NOTIMPLEMENTED, whatever"
            + " the program means by it",
        ExitCode.FAILED.explanation());
  }
}
