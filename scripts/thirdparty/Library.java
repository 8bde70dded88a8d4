package thirdparty;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.reflect.AccessFlag;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** A jar that is shipped, and its licences by their names in SPDX. */
record Library(Path jar, String group, String name, String version, SortedSet<String> licences) {

  /** Of what a jar holds of others still, which its POM does not tell: the licence. */
  private static final Map<String, String> HELD =
      Map.of("okhttp-jvm", "MPL-2.0", "kotlin-stdlib", "BSL-1.0");

  /** And what that is. */
  private static final Map<String, String> HELD_OF =
      Map.of(
          "okhttp-jvm",
          "okhttp3/internal/publicsuffix/PublicSuffixDatabase.list, made of"
              + " https://publicsuffix.org/list/public_suffix_list.dat",
          "kotlin-stdlib",
          "kotlin.math, derived from Boost's special math functions, Copyright Eric Ford & Hubert"
              + " Holin 2001");

  /** Returns the jars of a directory, which are in a repository as well. */
  static List<Library> all(Path directory, Path repository) throws Exception {
    List<Library> libraries = new ArrayList<>();
    for (Path jar : filesBelow(directory)) {
      Path place =
          filesBelow(repository).stream()
              .filter(file -> file.getFileName().equals(jar.getFileName()))
              .findFirst()
              .orElseThrow(() ->
                  new IllegalStateException(jar + " is not in " + repository + ": run mvn clean"))
              .getParent();
      String name = place.getParent().getFileName().toString();
      String version = place.getFileName().toString();
      String group =
          repository.relativize(place.getParent().getParent()).toString().replace('/', '.');
      SortedSet<String> licences =
          new TreeSet<>(new Pom(repository, group, name, version).licences());
      if (HELD.containsKey(name)) {
        licences.add(HELD.get(name));
      }
      if (holdsAnnotationsAlone(jar)) {
        throw new IllegalStateException(jar + " holds annotations, which no program loads");
      }
      libraries.add(new Library(jar, group, name, version, licences));
    }
    return libraries;
  }

  private static List<Path> filesBelow(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  /** Annotations that a running program looks for are in a jar with who looks for them. */
  private static boolean holdsAnnotationsAlone(Path jar) throws IOException {
    boolean annotations = false;
    try (JarFile file = new JarFile(jar.toFile())) {
      for (JarEntry entry : file.stream().toList()) {
        if (entry.getName().matches("[^$-]*\\.class")) {
          byte[] bytes = file.getInputStream(entry).readAllBytes();
          if (!ClassFile.of().parse(bytes).flags().has(AccessFlag.ANNOTATION)) {
            return false;
          }
          annotations = true;
        }
      }
    }
    return annotations;
  }

  /** Returns what it holds of others, empty if nothing. */
  String heldOf() {
    return HELD.containsKey(name) ? HELD.get(name) + ": " + HELD_OF.get(name) : "";
  }

  /** Returns its package URL. */
  String purl() {
    return "pkg:maven/" + group + "/" + name + "@" + version + "?type=jar";
  }

  /** Returns the texts of licences and notices in it, by their paths. */
  SortedMap<String, String> legalTexts() throws IOException {
    SortedMap<String, String> texts = new TreeMap<>();
    try (JarFile file = new JarFile(jar.toFile())) {
      for (JarEntry entry : file.stream().toList()) {
        String path = entry.getName().toLowerCase(Locale.ROOT);
        if (path.matches("(meta-inf/)?(licen[cs]e|notice|copyright)[^/]*")) {
          texts.put(entry.getName(), new String(file.getInputStream(entry).readAllBytes(), UTF_8));
        }
      }
    }
    return texts;
  }

  /** Returns the SHA-256 of its bytes in hexadecimal digits. */
  String sha256() throws Exception {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(jar)));
  }
}
