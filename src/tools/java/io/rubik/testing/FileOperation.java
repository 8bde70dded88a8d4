package io.rubik.testing;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;

/**
 * What an operation on the files of a cgroup of the cpu hierarchy comes to, as measured on Linux
 * 6.18: the exception and its reason, or what is returned.
 */
record FileOperation(String name, Body body, String outcome) {
  private static final String IO = "IOException ";

  /** Gets a new cgroup; what it returns, as text, is the outcome. */
  interface Body {
    Object run(Path cgroup) throws IOException;
  }

  @Override
  public String toString() {
    return name;
  }

  String run(Path cgroup) {
    try {
      return String.valueOf(body.run(cgroup));
    } catch (FileSystemException e) {
      String reason = e.getReason() == null ? "" : " " + e.getReason();
      return e.getClass().getSimpleName() + reason;
    } catch (IOException e) {
      return "IOException " + e.getMessage();
    }
  }

  static Stream<FileOperation> all() {
    return Stream.of(
        of("a missing file is not found", c -> open(c, "none"), "NoSuchFileException"),
        of("a missing file cannot be created", c -> create(c, "none"), "AccessDeniedException"),
        of(
            "a new file cannot be created",
            c -> Files.createFile(c.resolve("none")),
            "AccessDeniedException"),
        of(
            "a missing file in a missing cgroup is not found",
            c -> create(c, "kid/none"),
            "NoSuchFileException"),
        of("an existing file can be opened with CREATE", c -> create(c, "cpu.shares"), "opened"),
        of(
            "an existing file cannot be created",
            c -> Files.createFile(c.resolve("cpu.shares")),
            "FileAlreadyExistsException"),
        of("a cgroup cannot be opened", c -> open(c, ""), "FileSystemException Is a directory"),
        of(
            "a control file cannot be deleted",
            c -> delete(c, "cpu.shares"),
            "FileSystemException Operation not permitted"),
        of("a missing file cannot be deleted", c -> delete(c, "none"), "NoSuchFileException"),
        of(
            "a control file cannot be copied over",
            c ->
                Files.copy(
                    c.resolve("cpu.stat"),
                    c.resolve("cpu.shares"),
                    StandardCopyOption.REPLACE_EXISTING),
            "FileSystemException Operation not permitted"),
        of(
            "nothing can be copied in",
            c -> Files.copy(c.resolve("cpu.stat"), c.resolve("none")),
            "AccessDeniedException"),
        of(
            "a link cannot be made",
            c -> Files.createSymbolicLink(c.resolve("link"), c),
            "FileSystemException Operation not permitted"),
        of(
            "a cgroup cannot be made twice",
            c -> Files.createDirectory(c),
            "FileAlreadyExistsException"),
        of(
            "a cgroup cannot be made in one that is missing",
            c -> Files.createDirectory(c.resolve("kid/grandkid")),
            "NoSuchFileException"),
        of("a new cgroup has its files", c -> read(kid(c), "cpu.shares"), "1024\n"),
        of(
            "a cgroup is removed with its files",
            c -> {
              Files.delete(kid(c));
              return Files.exists(c.resolve("kid"));
            },
            "false"),
        of(
            "a cgroup with children cannot be removed",
            c -> delete(kid(c), "../"),
            "FileSystemException Device or resource busy"),
        of(
            "opening with truncation leaves the value",
            c -> {
              open(c, "cpu.shares");
              return read(c, "cpu.shares");
            },
            "1024\n"),
        of("two writes are two values", c -> write(c, "cpu.shares", "50", "70"), "70\n"),
        of(
            "each write counts by itself",
            c -> write(c, "cpu.shares", "50", "x"),
            IO + "Invalid argument"),
        of("an open file has no size", c -> size(c, "cpu.shares"), "0"),
        of("a file has no size", c -> Files.size(c.resolve("cpu.shares")), "0"),
        of(
            "a write after the cgroup was removed finds no device",
            c -> afterRemoval(c, channel -> channel.write(ByteBuffer.wrap(new byte[] {'5'}))),
            IO + "No such device"),
        of(
            "a read after the cgroup was removed finds no device",
            c -> afterRemoval(c, channel -> channel.read(ByteBuffer.allocate(9))),
            IO + "No such device"));
  }

  private static FileOperation of(String name, Body body, String outcome) {
    return new FileOperation(name, body, outcome);
  }

  private static String open(Path cgroup, String file) throws IOException {
    Files.newByteChannel(
            cgroup.resolve(file), StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)
        .close();
    return "opened";
  }

  private static String create(Path cgroup, String file) throws IOException {
    Files.newOutputStream(cgroup.resolve(file)).close();
    return "opened";
  }

  private static String delete(Path cgroup, String file) throws IOException {
    Files.delete(cgroup.resolve(file).normalize());
    return "deleted";
  }

  private static Path kid(Path cgroup) throws IOException {
    return Files.createDirectory(cgroup.resolve("kid"));
  }

  private static String read(Path cgroup, String file) throws IOException {
    return Files.readString(cgroup.resolve(file));
  }

  private static long size(Path cgroup, String file) throws IOException {
    try (FileChannel channel = FileChannel.open(cgroup.resolve(file))) {
      return channel.size();
    }
  }

  private static String write(Path cgroup, String file, String... texts) throws IOException {
    try (SeekableByteChannel channel =
        Files.newByteChannel(cgroup.resolve(file), StandardOpenOption.WRITE)) {
      for (String text : texts) {
        channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
      }
    }
    return read(cgroup, file);
  }

  private interface Use {
    int of(FileChannel channel) throws IOException;
  }

  private static int afterRemoval(Path cgroup, Use use) throws IOException {
    Path kid = kid(cgroup);
    try (FileChannel channel =
        FileChannel.open(
            kid.resolve("cpu.shares"), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      Files.delete(kid);
      return use.of(channel);
    }
  }
}
