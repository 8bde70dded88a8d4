package io.rubik.kube.credentials;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** A host's file system, in memory or below a directory. */
public record HostRoot(Path path) {

  /** Returns one in memory. */
  public static HostRoot inMemory() {
    Configuration unix =
        Configuration.unix().toBuilder().setAttributeViews("basic", "owner", "posix").build();
    return new HostRoot(Jimfs.newFileSystem(unix).getPath("/host"));
  }

  /** Writes a file that only its owner may read, and returns the root. */
  public HostRoot with(String file, String text) {
    try {
      Path target = resolve(file);
      Files.createDirectories(target.getParent());
      Files.writeString(target, text);
      Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rw-------"));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns where a file of the host is. */
  public Path resolve(String file) {
    return path.resolve(file.substring(1));
  }
}
