package io.rubik.testing;

import io.rubik.testing.Faults.Operation;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.CopyOption;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import org.apache.lucene.tests.mockfile.FilterFileSystem;
import org.apache.lucene.tests.mockfile.FilterFileSystemProvider;

/** Sends what concerns control files to the cgroup mount and everything else on, both recorded. */
final class KernelProvider extends FilterFileSystemProvider {
  private static final String SYSCTL = "/proc/sys";

  private final CgroupMount mount;
  private final Recording recording;
  private final Faults faults;

  KernelProvider(FileSystem wrapped, CgroupMount mount, Recording recording, Faults faults) {
    super("kernel", wrapped.provider());
    this.mount = mount;
    this.recording = recording;
    this.faults = faults;
  }

  void attach(FilterFileSystem wrapper) {
    fileSystem = wrapper;
  }

  @Override
  public FileChannel newFileChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    Path name = toDelegate(path).toAbsolutePath().normalize();
    if (ControlFileChannel.isForWriting(options)) {
      recording.opened(name.toString(), options);
    }
    faults.before(Operation.OPEN, name);
    if (ControlFileChannel.isForWriting(options) && faults.isReadOnly(name.toString())) {
      throw Errno.EROFS.at(path);
    }
    Watched file = new Watched(name, faults, recording);
    boolean follow = !options.contains(LinkOption.NOFOLLOW_LINKS) && Files.exists(name);
    Path target = follow ? name.toRealPath() : mount.canonical(name);
    if (mount.contains(target)) {
      checkOpening(path, target, options);
      return new ControlFileChannel(file, target, mount, options);
    }
    Set<OpenOption> kept = new HashSet<>(options);
    if (target.startsWith(SYSCTL)) {
      kept.remove(StandardOpenOption.TRUNCATE_EXISTING); // the kernel's files are not cut by it
    }
    return new RecordingChannel(delegate.newFileChannel(target, kept, attributes), file);
  }

  private static void checkOpening(Path path, Path target, Set<? extends OpenOption> options)
      throws IOException {
    boolean createNew = options.contains(StandardOpenOption.CREATE_NEW);
    boolean create = createNew || options.contains(StandardOpenOption.CREATE);
    boolean inCgroup = Files.isDirectory(Objects.requireNonNull(target.getParent()));
    if (Files.exists(target)) {
      if (createNew) {
        throw Errno.EEXIST.at(path);
      }
      if (Files.isDirectory(target)) {
        throw Errno.EISDIR.at(path);
      }
    } else {
      boolean creates = create && ControlFileChannel.isForWriting(options);
      throw (creates && inCgroup ? Errno.EACCES : Errno.ENOENT).at(path);
    }
  }

  @Override
  public <A extends BasicFileAttributes> A readAttributes(
      Path path, Class<A> type, LinkOption... options) throws IOException {
    A attributes = super.readAttributes(path, type, options);
    boolean control = attributes.isRegularFile() && mount.contains(toDelegate(path).toRealPath());
    return control && type == BasicFileAttributes.class
        ? type.cast(new NoSize(attributes))
        : attributes;
  }

  @Override
  public SeekableByteChannel newByteChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    return newFileChannel(path, options, attributes);
  }

  @Override
  public InputStream newInputStream(Path path, OpenOption... options) throws IOException {
    return Channels.newInputStream(newByteChannel(path, Set.of(options)));
  }

  @Override
  public OutputStream newOutputStream(Path path, OpenOption... options) throws IOException {
    Set<OpenOption> asked =
        options.length > 0
            ? new HashSet<>(Arrays.asList(options))
            : new HashSet<>(
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING));
    asked.add(StandardOpenOption.WRITE);
    return Channels.newOutputStream(newByteChannel(path, asked));
  }

  @Override
  public AsynchronousFileChannel newAsynchronousFileChannel(
      Path path,
      Set<? extends OpenOption> options,
      ExecutorService executor,
      FileAttribute<?>... attributes) {
    throw new UnsupportedOperationException("would not be recorded");
  }

  @Override
  public void createDirectory(Path path, FileAttribute<?>... attributes) throws IOException {
    Path target = changing("mkdir", path);
    Optional<Hierarchy> hierarchy = mount.hierarchy(target);
    if (hierarchy.isPresent()) {
      synchronized (mount) {
        hierarchy.get().create(target);
      }
    } else {
      refuseInMount(path, target, Errno.EROFS);
      delegate.createDirectory(target, attributes);
    }
  }

  @Override
  public void delete(Path path) throws IOException {
    Path target = changing("delete", path);
    Optional<Hierarchy> hierarchy = mount.hierarchy(target);
    if (hierarchy.isPresent() && Files.isDirectory(target)) {
      synchronized (mount) {
        hierarchy.get().remove(target);
      }
    } else {
      if (Files.exists(target)) {
        refuseInMount(path, target, Errno.EPERM);
      }
      delegate.delete(target);
    }
  }

  @Override
  public boolean deleteIfExists(Path path) throws IOException {
    boolean exists = Files.exists(toDelegate(path), LinkOption.NOFOLLOW_LINKS);
    if (exists) {
      delete(path);
    }
    return exists;
  }

  @Override
  public void move(Path source, Path target, CopyOption... options) throws IOException {
    Path from = changing("move", source);
    Path to = changing("move", target);
    refuseInMount(source, from, Errno.EPERM);
    refuseInMount(target, to, Errno.EACCES);
    delegate.move(from, to, options);
  }

  @Override
  public void copy(Path source, Path target, CopyOption... options) throws IOException {
    Path to = changing("copy", target);
    boolean replaces = Arrays.asList(options).contains(StandardCopyOption.REPLACE_EXISTING);
    if (Files.exists(to)) {
      refuseInMount(target, to, replaces ? Errno.EPERM : Errno.EEXIST);
    }
    refuseInMount(target, to, Errno.EACCES);
    delegate.copy(mount.canonical(toDelegate(source)), to, options);
  }

  @Override
  public void createSymbolicLink(Path link, Path target, FileAttribute<?>... attributes)
      throws IOException {
    refuseInMount(link, changing("symlink", link), Errno.EPERM);
    super.createSymbolicLink(link, target, attributes);
  }

  @Override
  public void createLink(Path link, Path existing) throws IOException {
    refuseInMount(link, changing("link", link), Errno.EPERM);
    super.createLink(link, existing);
  }

  private Path changing(String operation, Path path) throws IOException {
    Path name = toDelegate(path).toAbsolutePath().normalize();
    recording.changed(operation, name.toString());
    return mount.canonical(name);
  }

  private void refuseInMount(Path path, Path target, Errno errno) throws IOException {
    if (mount.contains(target)) {
      throw errno.at(path);
    }
  }
}
