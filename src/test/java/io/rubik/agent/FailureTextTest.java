package io.rubik.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import org.junit.jupiter.api.Test;

class FailureTextTest {

  @Test
  void messageOfAnInputOutputFailureIsEnough() {
    assertEquals("EIO on disk", FailureText.of(new IOException("EIO on disk")));
    assertEquals("no node name", FailureText.of(new IllegalArgumentException("no node name")));
  }

  /** "the lock cannot be taken: /run/rubik" was all that a user who is not root was told. */
  @Test
  void pathAloneIsNotEnough() {
    assertEquals(
        "/run/rubik: permission denied", FailureText.of(new AccessDeniedException("/run/rubik")));
    assertEquals("/a: no such file or directory", FailureText.of(new NoSuchFileException("/a")));
    assertEquals("/a: NotDirectoryException", FailureText.of(new NotDirectoryException("/a")));
    assertEquals(
        "/a: Read-only file system",
        FailureText.of(new FileSystemException("/a", null, "Read-only file system")));
  }

  @Test
  void failureThatNobodyForesawIsNamed() {
    assertEquals(
        "java.lang.NoClassDefFoundError: a/B", FailureText.of(new NoClassDefFoundError("a/B")));
    assertEquals("java.lang.NullPointerException", FailureText.of(new NullPointerException()));
  }
}
