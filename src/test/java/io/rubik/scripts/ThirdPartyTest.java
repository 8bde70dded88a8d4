package io.rubik.scripts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.reflect.AccessFlag;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code scripts/thirdparty}, with one jar and a Java runtime of two files. */
final class ThirdPartyTest {

  private static final String APACHE =
      "<licenses><license><name>Apache License, Version 2.0</name></license></licenses>";

  @TempDir private Path directory;
  private Path version;

  @BeforeEach
  void layOut() throws IOException {
    version = Files.createDirectories(directory.resolve("dependencies/org/example/thing/1.2"));
    Files.createDirectories(directory.resolve("lib"));
    Path legal = Files.createDirectories(directory.resolve("runtime/legal/java.base"));
    Files.writeString(legal.resolve("zlib.md"), "");
    Files.writeString(directory.resolve("runtime/release"), "JAVA_VERSION=\"25.0.9\"\n");
    jar("META-INF/NOTICE.txt", "Thing is of Example.");
    pom(version, "thing", APACHE);
  }

  private void jar(String entry, String text) throws IOException {
    jar(entry, text.getBytes(UTF_8));
  }

  private void jar(String entry, byte[] content) throws IOException {
    Path jar = version.resolve("thing-1.2.jar");
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(file)) {
      entries.putNextEntry(new JarEntry(entry));
      entries.write(content);
    }
    Files.deleteIfExists(directory.resolve("lib/thing-1.2.jar"));
    Files.copy(jar, directory.resolve("lib/thing-1.2.jar"));
  }

  private static void pom(Path place, String name, String content) throws IOException {
    Files.writeString(
        place.resolve(name + "-" + place.getFileName() + ".pom"),
        "<project>" + content + "</project>");
  }

  private ScriptRun run() throws Exception {
    return ScriptRun.of(
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            Path.of(Gson.class.getProtectionDomain().getCodeSource().getLocation().toURI())
                .toString(),
            "scripts/thirdparty/ThirdParty.java",
            directory.resolve("dependencies").toString(),
            directory.resolve("lib").toString(),
            directory.resolve("runtime").toString(),
            "packaging/licences",
            "0.9",
            directory.resolve("legal").toString()));
  }

  private String page() throws IOException {
    return Files.readString(directory.resolve("legal/THIRD-PARTY.txt"));
  }

  @Test
  void pageHasLicencesTextsAndNotices() throws Exception {
    run().succeeded();

    assertTrue(page().contains("\n  thing-1.2.jar of org.example\n    Apache-2.0\n"), page());
    assertTrue(page().contains("Thing is of Example."), page());
    assertTrue(page().contains("TERMS AND CONDITIONS FOR USE, REPRODUCTION"), page());
    assertEquals(
        "Apache-2.0 AND GPL-2.0-only WITH Classpath-exception-2.0 AND Zlib",
        page().lines().toList().get(2));
  }

  @Test
  void listHasLibraryAndRuntime() throws Exception {
    run().succeeded();

    JsonObject list =
        new Gson()
            .fromJson(
                Files.readString(directory.resolve("legal/rubik.cdx.json")), JsonObject.class);
    assertEquals("CycloneDX", list.get("bomFormat").getAsString());
    assertEquals(
        "0.9",
        list.getAsJsonObject("metadata").getAsJsonObject("component").get("version").getAsString());
    JsonObject library = list.getAsJsonArray("components").get(0).getAsJsonObject();
    assertEquals("pkg:maven/org.example/thing@1.2?type=jar", library.get("purl").getAsString());
    JsonObject runtime = list.getAsJsonArray("components").get(1).getAsJsonObject();
    assertEquals("25.0.9", runtime.get("version").getAsString());
  }

  @Test
  void licenceMayBeThatOfTheParent() throws Exception {
    Path parent = Files.createDirectories(directory.resolve("dependencies/org/example/above/7"));
    pom(parent, "above", APACHE);
    pom(
        version,
        "thing",
        "<parent><groupId>org.example</groupId><artifactId>above</artifactId>"
            + "<version>7</version></parent>");

    run().succeeded();

    assertTrue(page().contains("\n    Apache-2.0\n"), page());
  }

  @Test
  void jarWithoutALicenceIsAnError() throws Exception {
    pom(version, "thing", "");

    assertFails("thing-1.2.pom names no licence");
  }

  @Test
  void licenceThatIsNotKnownIsAnError() throws Exception {
    pom(version, "thing", APACHE.replace("Apache", "Example"));

    assertFails("thing-1.2.pom names an unknown licence: Example License, Version 2.0");
  }

  /** MIT names the holder, so that no text will do but that of the jar. */
  @Test
  void licenceWithoutItsTextIsAnError() throws Exception {
    pom(version, "thing", APACHE.replace("Apache License, Version 2.0", "MIT"));
    jar("thing/other.txt", "");

    assertFails("thing-1.2.jar holds no text of MIT");
  }

  @Test
  void jarOfAnnotationsAloneIsAnError() throws Exception {
    jar(
        "thing/Marked.class",
        ClassFile.of()
            .build(
                ClassDesc.of("thing.Marked"),
                marked ->
                    marked.withFlags(
                        AccessFlag.INTERFACE, AccessFlag.ABSTRACT, AccessFlag.ANNOTATION)));

    assertFails("thing-1.2.jar holds annotations");
  }

  @Test
  void jarThatIsNoDependencyIsAnError() throws Exception {
    Files.createFile(directory.resolve("lib/other.jar"));

    assertFails("other.jar is not in");
  }

  @Test
  void partOfTheRuntimeWithoutAKnownLicenceIsAnError() throws Exception {
    Files.createFile(directory.resolve("runtime/legal/java.base/new.md"));

    assertFails("new.md is of an unknown licence");
  }

  private void assertFails(String message) throws Exception {
    ScriptRun run = run();

    assertEquals(1, run.status(), run.messages());
    assertTrue(run.messages().contains(message), run.messages());
    assertTrue(Files.notExists(directory.resolve("legal")));
  }
}
