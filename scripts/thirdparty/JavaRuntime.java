package thirdparty;

import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The Java runtime, and the licences of what it holds, by their files in its directory legal. */
record JavaRuntime(String version, SortedMap<String, String> held) {

  private static final String OPENJDK = "GPL-2.0-only WITH Classpath-exception-2.0";

  private static final Map<String, String> SPDX =
      Map.of(
          "aes.md", "BSD-2-Clause",
          "c-libutl.md", "BSD-2-Clause",
          "cldr.md", "Unicode-3.0",
          "gcc.md", "GPL-3.0-or-later WITH GCC-exception-3.1",
          "icu.md", "Unicode-3.0",
          "public_suffix.md", "MPL-2.0",
          "siphash.md", "CC0-1.0",
          "unicode.md", "Unicode-3.0",
          "zlib.md", "Zlib");

  /** Reads a directory that jlink has made. */
  static JavaRuntime read(Path directory) throws Exception {
    Properties release = new Properties();
    try (Reader reader = Files.newBufferedReader(directory.resolve("release"))) {
      release.load(reader);
    }
    String version = release.getProperty("JAVA_VERSION").replace("\"", "");
    Path legal = directory.resolve("legal");
    List<Path> pages;
    try (Stream<Path> files = Files.walk(legal)) {
      pages = files.filter(file -> file.toString().endsWith(".md")).toList();
    }
    SortedMap<String, String> held = new TreeMap<>();
    for (Path page : pages) {
      held.put(
          legal.relativize(page).toString(),
          Optional.ofNullable(SPDX.get(page.getFileName().toString()))
              .orElseThrow(() -> new IllegalStateException(page + " is of an unknown licence")));
    }
    return new JavaRuntime(version, held);
  }

  /** Returns all its licences by their names in SPDX. */
  SortedSet<String> licences() {
    SortedSet<String> licences = new TreeSet<>(held.values());
    licences.add(OPENJDK);
    return licences;
  }
}
