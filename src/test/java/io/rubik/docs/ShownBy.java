package io.rubik.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A row of a table in Markdown whose last column is headed "shown by": the text of its first cell,
 * and the code in its last, the names of tests and scripts. {@code .method} belongs to the class
 * named before it.
 */
record ShownBy(String promise, List<String> names) {

  private static final Pattern CODE = Pattern.compile("`([^`]+)`");

  ShownBy {
    names = List.copyOf(names);
  }

  /** Returns the rows of all such tables of a page, in its order. */
  static List<ShownBy> rows(String page) {
    List<ShownBy> rows = new ArrayList<>();
    boolean inTable = false;
    for (String line : page.lines().toList()) {
      if (!line.startsWith("|")) {
        inTable = false;
      } else if (lastCell(line).equals("shown by")) {
        inTable = true;
      } else if (inTable && !lastCell(line).matches("-+")) {
        rows.add(new ShownBy(cells(line).get(1), names(lastCell(line))));
      }
    }
    return rows;
  }

  private static List<String> names(String cell) {
    List<String> names = new ArrayList<>();
    String type = "";
    for (Matcher code = CODE.matcher(cell); code.find(); ) {
      String name = code.group(1).startsWith(".") ? type + code.group(1) : code.group(1);
      type = name.replaceFirst("\\.[^.]*$", "");
      names.add(name);
    }
    return names;
  }

  private static String lastCell(String line) {
    return cells(line).getLast();
  }

  private static List<String> cells(String line) {
    return List.of(line.strip().split("\\s*\\|\\s*"));
  }
}
