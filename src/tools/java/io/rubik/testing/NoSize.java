package io.rubik.testing;

import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

/** The attributes of a control file, which has no size. */
record NoSize(BasicFileAttributes file) implements BasicFileAttributes {
  @Override
  public long size() {
    return 0;
  }

  @Override
  public FileTime lastModifiedTime() {
    return file.lastModifiedTime();
  }

  @Override
  public FileTime lastAccessTime() {
    return file.lastAccessTime();
  }

  @Override
  public FileTime creationTime() {
    return file.creationTime();
  }

  @Override
  public boolean isRegularFile() {
    return file.isRegularFile();
  }

  @Override
  public boolean isDirectory() {
    return file.isDirectory();
  }

  @Override
  public boolean isSymbolicLink() {
    return file.isSymbolicLink();
  }

  @Override
  public boolean isOther() {
    return file.isOther();
  }

  @Override
  public Object fileKey() {
    return file.fileKey();
  }
}
