import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions.Style;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Checks or applies google-java-format, imports included: {@code Format check|apply DIRECTORY...}.
 */
final class Format {

  public static void main(String[] args) throws Exception {
    boolean apply = args[0].equals("apply");
    if (!apply && !args[0].equals("check")) {
      throw new IllegalArgumentException("format.mode: " + args[0] + " is neither check nor apply");
    }
    Formatter formatter = new Formatter();
    List<Path> unformatted = new ArrayList<>();
    for (Path source : sources(args)) {
      String text = Files.readString(source);
      String formatted = formatter.formatSource(fixImports(text));
      if (!formatted.equals(text)) {
        unformatted.add(source);
        if (apply) {
          Files.writeString(source, formatted);
        }
      }
    }
    unformatted.forEach(
        source -> System.out.println((apply ? "formatted " : "not formatted ") + source));
    if (!apply && !unformatted.isEmpty()) {
      System.out.println("run: mvn process-sources -Dformat.mode=apply");
      System.exit(1);
    }
  }

  /** Returns the source with its imports sorted, and without those that are not used. */
  private static String fixImports(String source) throws FormatterException {
    String used = RemoveUnusedImports.removeUnusedImports(source);
    return ImportOrderer.reorderImports(used, Style.GOOGLE);
  }

  private static List<Path> sources(String[] args) throws Exception {
    List<Path> sources = new ArrayList<>();
    for (String directory : List.of(args).subList(1, args.length)) {
      try (var files = Files.walk(Path.of(directory))) {
        files.filter(file -> file.toString().endsWith(".java")).sorted().forEach(sources::add);
      }
    }
    return sources;
  }
}
