package thirdparty;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** THIRD-PARTY.txt: the third line is the licences of everything together, as the RPM has it. */
record Page(List<Library> libraries, JavaRuntime runtime, Path texts) {

  /** Returns the page; a library whose licence has no text, in the jar or here, is an error. */
  String text() throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add(
        "The licence of rubik is Apache-2.0. Of rubik with what its package holds of others:");
    lines.add("");
    lines.add(String.join(" AND ", together()));
    lines.add("");
    lines.add("Java libraries, in lib:");
    lines.add("");
    for (Library library : libraries) {
      lines.add("  " + library.jar().getFileName() + " of " + library.group());
      lines.add("    " + String.join(" AND ", library.licences()));
      if (!library.heldOf().isEmpty()) {
        lines.add("    " + library.heldOf());
      }
    }
    lines.add("");
    lines.add("Java runtime, in runtime: OpenJDK " + runtime.version());
    lines.add("    " + String.join(" AND ", runtime.licences()));
    lines.add("    with its licence, notices and those of what it holds in runtime/legal:");
    runtime.held().forEach((file, licence) -> lines.add("    " + file + ": " + licence));
    lines.add("");
    lines.add("The texts of the libraries' licences, and their notices, follow.");
    chapters().forEach((title, text) -> lines.add(chapter(title, text)));
    return String.join("\n", lines);
  }

  private SortedSet<String> together() {
    SortedSet<String> together = new TreeSet<>(runtime.licences());
    libraries.forEach(library -> together.addAll(library.licences()));
    together.add("Apache-2.0");
    return together;
  }

  private SortedMap<String, String> chapters() throws IOException {
    SortedMap<String, String> chapters = new TreeMap<>();
    for (Library library : libraries) {
      Map<String, String> own = library.legalTexts();
      own.forEach((path, text) -> chapters.put(library.jar().getFileName() + ": " + path, text));
      for (String licence : library.licences()) {
        Path file = texts.resolve(licence + ".txt");
        // One that names its holder, as MIT does, is in each jar.
        if (Files.exists(file)) {
          chapters.put(licence, Files.readString(file));
        } else if (own.isEmpty()) {
          throw new IllegalStateException(library.jar() + " holds no text of " + licence);
        }
      }
    }
    return chapters;
  }

  private static String chapter(String title, String text) {
    String line = "=".repeat(80);
    return "\n" + line + "\n" + title + "\n" + line + "\n\n" + text.strip() + "\n";
  }
}
