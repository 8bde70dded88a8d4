package io.rubik.soak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the daemon logged in all its runs. */
final class RubikLog {

  private static final int SHOWN = 10;

  /** A broken configuration is refused. */
  private static final Pattern REFUSED = Pattern.compile("the changed configuration is refused");

  private static final Pattern LINE =
      Pattern.compile(
          "\\d{4}-\\d\\d-\\d\\d [0-9:.]{12} \\[rubik] level=(debug|info|warn|error) .*");

  private final List<String> unexpected = new ArrayList<>();
  private long lines;

  /** Reads the outputs. */
  static RubikLog of(List<Path> outputs) throws IOException {
    RubikLog log = new RubikLog();
    for (Path output : outputs) {
      String text = Files.readString(output);
      text.substring(0, text.lastIndexOf('\n') + 1).lines().forEach(log::add); // it may be killed
    }
    return log;
  }

  private void add(String line) {
    lines++;
    Matcher form = LINE.matcher(line);
    boolean sound = form.matches() && (!form.group(1).equals("error") || isExpected(line));
    if (!sound || line.contains(" [at ")) {
      unexpected.add(line);
    }
  }

  private static boolean isExpected(String line) {
    return REFUSED.matcher(line).find();
  }

  /** Returns lines of the level error, stack traces, and what is not a line of the log. */
  List<String> unexpected() {
    return unexpected;
  }

  /** Returns the lines of the table. */
  String table() {
    StringBuilder table = new StringBuilder();
    table.append(Findings.row("lines in rubik's log", "" + lines));
    table.append(Findings.row("unexpected errors in it", "" + unexpected.size()));
    unexpected.stream()
        .limit(SHOWN)
        .forEach(line -> table.append("    ").append(line).append('\n'));
    return table.toString();
  }
}
