package io.rubik.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.lucene.tests.mockfile.FilterFileSystemProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ConfigFileTest {

  private static final int TEN_MEBIBYTES = 10 * 1024 * 1024;

  private final FileSystem fileSystem =
      Jimfs.newFileSystem(com.google.common.jimfs.Configuration.unix());
  private final Path file = fileSystem.getPath("/var/lib/rubik/config.json");

  @BeforeEach
  void createDirectory() throws IOException {
    Files.createDirectories(file.getParent());
  }

  @AfterEach
  void closeFileSystem() throws IOException {
    fileSystem.close();
  }

  @Test
  void missingFileIsNamed() {
    assertEquals(
        "/var/lib/rubik/config.json: does not exist; put the configuration (JSON) there", error());
  }

  @Test
  void directoryIsNoFile() throws IOException {
    Files.createDirectory(file);

    assertEquals(
        "/var/lib/rubik/config.json: is a directory; put the configuration (JSON) there as a file",
        error());
  }

  @Test
  void deviceIsNoFile() {
    ConfigException e =
        assertThrows(
            ConfigException.class, () -> ConfigFile.read(Path.of("/dev/null"), new Problems()));

    assertEquals("/dev/null: is not a regular file", e.getMessage());
  }

  /** A mounted ConfigMap is a link. */
  @Test
  void linkToAFileIsFollowed() throws Exception {
    Files.writeString(file.resolveSibling("..data"), "{\"agent\": {}}");
    Files.createSymbolicLink(file, fileSystem.getPath("..data"));

    assertTrue(ConfigFile.read(file, new Problems()).section("agent").isPresent());
  }

  @Test
  void unreadableFileIsNamed() throws IOException {
    Files.writeString(file, "{}");
    Path unreadable = new UnreadableFiles(fileSystem).wrapPath(file);

    ConfigException e =
        assertThrows(ConfigException.class, () -> ConfigFile.read(unreadable, new Problems()));

    assertEquals(
        "/var/lib/rubik/config.json: cannot be read: permission denied; rubik runs as root",
        e.getMessage());
  }

  @Test
  void emptyAndBlankFilesAreReported() throws IOException {
    for (String text : new String[] {"", " ", "\n\t\r\n ", "\uFEFF", "\uFEFF\n"}) {
      Files.writeString(file, text);
      assertEquals(
          "/var/lib/rubik/config.json: is empty; it must hold a JSON object, {} at the least",
          error());
    }
  }

  @Test
  void textThatIsNotUtf8IsRefused() throws IOException {
    Files.write(file, new byte[] {'{', '"', (byte) 0xe9, '"', ':', '1', '}'});

    assertEquals("/var/lib/rubik/config.json: is not UTF-8 text; see line 1", error());
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE", "x-UTF-16LE-BOM"})
  void utf16IsNamed(String charset) throws IOException {
    Files.write(file, "{}".getBytes(Charset.forName(charset)));

    assertEquals("/var/lib/rubik/config.json: is UTF-16 text; save it as UTF-8", error());
  }

  @Test
  void byteOrderMarkIsAccepted() throws Exception {
    Files.writeString(file, "\uFEFF{\"agent\": {}}");

    assertTrue(ConfigFile.read(file, new Problems()).section("agent").isPresent());
  }

  @Test
  void wrongSyntaxIsReportedWithFileLineAndColumn() throws IOException {
    Files.writeString(file, "{\n  \"agent\": {]\n}");

    assertEquals(
        "/var/lib/rubik/config.json: is not valid JSON at line 2 column 13 path $.agent: a key in"
            + " double quotes is missing before ]",
        error());
  }

  @Test
  void tenMebibytesAreTheMost() throws Exception {
    Files.write(file, padded(TEN_MEBIBYTES));
    assertTrue(ConfigFile.read(file, new Problems()).section("agent").isPresent());

    for (int size : new int[] {TEN_MEBIBYTES + 1, 11_000_000}) {
      Files.write(file, padded(size));
      assertEquals("/var/lib/rubik/config.json: is larger than 10 MiB", error());
    }
  }

  private String error() {
    ConfigException e =
        assertThrows(ConfigException.class, () -> ConfigFile.read(file, new Problems()));
    return String.valueOf(e.getMessage());
  }

  /** Returns a good configuration, with blanks up to the size. */
  private static byte[] padded(int sizeBytes) {
    byte[] start = "{\"agent\": {}}".getBytes(UTF_8);
    byte[] bytes = Arrays.copyOf(start, sizeBytes);
    Arrays.fill(bytes, start.length, sizeBytes, (byte) ' ');
    return bytes;
  }

  /** A file system whose files may not be read; root, who runs the tests, may read any. */
  private static final class UnreadableFiles extends FilterFileSystemProvider {

    UnreadableFiles(FileSystem delegate) {
      super("unreadable", delegate);
    }

    @Override
    public InputStream newInputStream(Path path, OpenOption... options) throws IOException {
      throw new AccessDeniedException(path.toString());
    }
  }
}
