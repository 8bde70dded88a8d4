package io.rubik.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The man pages have what the tables of docs/configuration.md have, and no more. */
final class ManPagesTest {

  private static final Path MAN = Path.of("packaging/man");
  private static final Pattern SETTING = Pattern.compile("[a-zA-Z]+\\.[a-zA-Z]+");
  private static final Pattern VARIABLE = Pattern.compile("(RUBIK|KUBE)[A-Z_]+");
  private static final Pattern STATUS = Pattern.compile("[0-9]+");

  /** The paragraph after {@code .TP} whose tag is set in bold, by that tag. */
  private static final Pattern ENTRY =
      Pattern.compile("\\.TP\\n\\.BR? ([^ \\n]+).*\\n((?:(?!\\.TP|\\.S[HS]).*\\n)*)");

  /** A file that the package installs as it is here. */
  private static final Pattern PAGE = Pattern.compile("/usr/share/doc/rubik/([\\w./-]*\\w)");

  @Test
  void everySettingIsDescribedWithItsDefault() throws IOException {
    Map<String, String> settings = table(SETTING, 3);
    Map<String, String> described = entries("rubik-config.json.5", SETTING);

    assertFalse(settings.isEmpty());
    assertEquals(settings.keySet(), described.keySet());
    described.forEach((key, text) -> {
      String value = settings.getOrDefault(key, "");
      String ending = value.equals("required") ? "required." : "default " + value + ".";
      assertTrue(text.endsWith(ending), key + ": " + text);
    });
  }

  @Test
  void everyVariableIsDescribed() throws IOException {
    assertEquals(table(VARIABLE, 3).keySet(), entries("rubik.8", VARIABLE).keySet());
  }

  /** 143 is not rubik's: the Java machine's, before rubik runs. */
  @Test
  void everyExitStatusIsDescribed() throws IOException {
    TreeSet<String> statuses = new TreeSet<>(table(STATUS, 2).keySet());
    statuses.add("143");

    assertEquals(statuses, entries("rubik.8", STATUS).keySet());
  }

  @Test
  void everyOptionOfCreateKubeconfigIsDescribed() throws IOException {
    String usage = Files.readString(Path.of("scripts/create-kubeconfig.sh"));
    String page = Files.readString(MAN.resolve("rubik-create-kubeconfig.8")).replace("\\-", "-");

    List<String> options =
        Pattern.compile("(?m)^  (?:-h, )?(-[-a-z]+) ")
            .matcher(usage)
            .results()
            .map(found -> found.group(1))
            .toList();
    assertTrue(options.size() > 10, options.toString());
    for (String option : options) {
      assertTrue(page.contains(option), option);
    }
  }

  @Test
  void pagesNamedAreInstalled() throws IOException {
    for (String page : List.of("rubik.8", "rubik-config.json.5", "rubik-create-kubeconfig.8")) {
      List<String> named =
          PAGE.matcher(Files.readString(MAN.resolve(page)))
              .results()
              .map(found -> found.group(1))
              .toList();

      assertFalse(named.isEmpty(), page);
      named.forEach(file -> assertTrue(Files.exists(Path.of(file)), page + " names " + file));
    }
  }

  /** Returns the rows of that page whose first cell is so, and one of their cells without marks. */
  private static Map<String, String> table(Pattern first, int cell) throws IOException {
    Map<String, String> rows = new TreeMap<>();
    for (String line : Files.readAllLines(Path.of("docs/configuration.md"))) {
      String[] cells = line.replace("`", "").split(" ?\\| ?", -1);
      if (cells.length > cell && first.matcher(cells[1]).matches()) {
        rows.put(cells[1], cells[cell]);
      }
    }
    return rows;
  }

  private static Map<String, String> entries(String page, Pattern tag) throws IOException {
    Map<String, String> entries = new TreeMap<>();
    for (MatchResult entry :
        ENTRY.matcher(Files.readString(MAN.resolve(page))).results().toList()) {
      if (tag.matcher(entry.group(1)).matches()) {
        entries.put(entry.group(1), plain(entry.group(2)));
      }
    }
    return entries;
  }

  /** Returns the text as a reader sees it, nearly. */
  private static String plain(String roff) {
    return roff.replaceAll("(?m)^\\.(B|I|BR|RB|IR|RI) ", "").replace('\n', ' ').strip();
  }
}
