package io.rubik.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import org.junit.jupiter.api.Test;

class ReasonTest {

  @Test
  void messageOfAnInputOutputFailureIsEnough() {
    assertEquals("EIO on disk", Reason.of(new IOException("EIO on disk")));
    assertEquals("no node name", Reason.of(new IllegalArgumentException("no node name")));
  }

  /** "the lock cannot be taken: /run/rubik" was all that a user who is not root was told. */
  @Test
  void pathAloneIsNotEnough() {
    assertEquals(
        "/run/rubik: permission denied", Reason.of(new AccessDeniedException("/run/rubik")));
    assertEquals("/a: no such file or directory", Reason.of(new NoSuchFileException("/a")));
    assertEquals("/a: NotDirectoryException", Reason.of(new NotDirectoryException("/a")));
    assertEquals(
        "/a: Read-only file system",
        Reason.of(new FileSystemException("/a", null, "Read-only file system")));
  }

  @Test
  void failureThatNobodyForesawIsNamed() {
    assertEquals("java.lang.NoClassDefFoundError: a/B", Reason.of(new NoClassDefFoundError("a/B")));
    assertEquals("java.lang.NullPointerException", Reason.of(new NullPointerException()));
  }
}
