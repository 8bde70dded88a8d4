package io.rubik.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/** A file for what a process prints during a test; it is kept, and a failure names it. */
public final class KeptOutput implements BeforeEachCallback, TestExecutionExceptionHandler {

  private static final Path DIRECTORY = Path.of("target", "test-logs").toAbsolutePath();

  /** What an ID ends with in each run of a parameterized test. */
  private static final Pattern RUN = Pattern.compile("#(\\d+)]$");

  private @Nullable Path file;

  /** Returns the file of the test that runs. */
  public Path file() {
    return Objects.requireNonNull(file, "no test runs");
  }

  @Override
  public void beforeEach(ExtensionContext test) throws IOException {
    String name = test.getRequiredTestClass().getSimpleName();
    String method = test.getRequiredTestMethod().getName();
    Matcher run = RUN.matcher(test.getUniqueId());
    String number = run.find() ? "-" + run.group(1) : "";
    file = Files.createDirectories(DIRECTORY).resolve(name + "." + method + number + ".log");
    Files.deleteIfExists(file());
  }

  @Override
  public void handleTestExecutionException(ExtensionContext test, Throwable failure)
      throws Throwable {
    failure.addSuppressed(new IOException("what the process printed is in " + file));
    throw failure;
  }
}
