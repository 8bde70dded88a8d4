package thirdparty;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes what the package has to say of the work of others that it holds: THIRD-PARTY.txt with
 * licences and notices, and rubik.cdx.json, a CycloneDX list of its components. The same input
 * gives the same bytes; a jar without a licence that is known here is an error.
 *
 * <p>{@code ThirdParty DEPENDENCIES LIB RUNTIME TEXTS VERSION OUTPUT}: the repository of the jars
 * and their POMs, the jars that are shipped, the Java runtime, the texts of licences, rubik's
 * version, and the directory to write to.
 */
final class ThirdParty {

  public static void main(String[] args) throws Exception {
    try {
      write(args);
    } catch (IllegalStateException e) {
      System.err.println("third party: " + e.getMessage());
      System.exit(1);
    }
  }

  private static void write(String[] args) throws Exception {
    List<Library> libraries = Library.all(Path.of(args[1]), Path.of(args[0]));
    JavaRuntime runtime = JavaRuntime.read(Path.of(args[2]));
    String page = new Page(libraries, runtime, Path.of(args[3])).text();
    String bill = new Bill(libraries, runtime, args[4]).json();
    Path output = Path.of(args[5]);
    Files.createDirectories(output);
    Files.writeString(output.resolve("THIRD-PARTY.txt"), page);
    Files.writeString(output.resolve("rubik.cdx.json"), bill);
  }
}
