package io.rubik.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LockHolderTest {

  private static final String ALIVE = String.valueOf(ProcessHandle.current().pid());

  /** Above the highest pid the kernel gives. */
  private static final String DEAD = "4194304";

  @TempDir Path directory;
  private int pauses;

  @Test
  void liveProcessIsNamedAtOnce() throws IOException {
    assertEquals(ALIVE, pid(ALIVE + "\n", ""));
    assertEquals(0, pauses);
  }

  /** Of several that started at once, one named the holder before the last. */
  @Test
  void holderThatHasNotWrittenItsPidYetIsGivenTheTime() throws IOException {
    assertEquals(ALIVE, pid(DEAD + "\n", ALIVE + "\n"));
    assertEquals(ALIVE, pid("", ALIVE + "\n"));
    assertEquals(2, pauses);
  }

  @Test
  void fileThatNamesNoLiveProcessLeavesTheHolderUnknown() throws IOException {
    assertEquals("unknown", pid(DEAD + "\n", DEAD + "\n"));
    assertEquals("unknown", pid("12\n34", "-1"));
  }

  private String pid(String before, String after) throws IOException {
    Path file = Files.writeString(directory.resolve("lock"), before);
    return LockHolder.pid(
        file,
        () -> {
          pauses++;
          try {
            Files.writeString(file, after);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }
}
