package io.rubik.config;

/** Where log lines go. */
public enum LogDriver {
  /** Standard output. */
  STDIO,
  /** Files in the log directory, rotated by size. */
  FILE
}
