package io.rubik.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Links between pages lead to a file, and to a heading in it. */
final class LinksTest {

  private static final Pattern LINK = Pattern.compile("]\\((?!https?:)([^)#]*)(?:#([^)]+))?\\)");
  private static final Path PROJECT = Path.of("").toAbsolutePath();

  @TempDir private Path directory;

  @Test
  void everyLinkLeadsSomewhere() throws IOException {
    List<Path> pages = new ArrayList<>(pagesIn(PROJECT, 1));
    pages.addAll(pagesIn(PROJECT.resolve("docs"), 9));

    assertTrue(pages.size() > 12, pages.toString());
    for (Path page : pages) {
      assertEquals(List.of(), broken(page), page.toString());
    }
  }

  @Test
  void linksToNowhereAreFound() throws IOException {
    Path page = directory.resolve("page.md");
    Files.writeString(
        page, "# A `b` c\n[1](page.md) [2](#a-b-c) [3](page.md#a-c) [4](none.md) [5](#none)\n");

    assertEquals(List.of("page.md#a-c", "none.md", "#none"), broken(page));
  }

  private static List<Path> pagesIn(Path directory, int depth) throws IOException {
    try (Stream<Path> files = Files.walk(directory, depth)) {
      return files.filter(file -> file.toString().endsWith(".md")).toList();
    }
  }

  private static List<String> broken(Path page) throws IOException {
    List<String> broken = new ArrayList<>();
    for (Matcher link = LINK.matcher(Files.readString(page)); link.find(); ) {
      Path target = link.group(1).isEmpty() ? page : page.resolveSibling(link.group(1));
      String heading = link.group(2);
      if (!Files.exists(target) || (heading != null && !headings(target).contains(heading))) {
        broken.add(link.group().substring(2, link.group().length() - 1));
      }
    }
    return broken;
  }

  /** Returns the names that GitHub gives to the headings of a page. */
  private static List<String> headings(Path page) throws IOException {
    return Files.readAllLines(page).stream()
        .filter(line -> line.startsWith("#"))
        .map(line -> line.replaceFirst("^#+ ", "").toLowerCase(Locale.ROOT))
        .map(line -> line.replaceAll("[^\\w -]", "").replace(' ', '-'))
        .toList();
  }
}
