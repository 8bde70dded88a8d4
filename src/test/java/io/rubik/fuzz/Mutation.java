package io.rubik.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;

/** Damages text as a broken disk, a broken network or an attacker would. */
final class Mutation {

  private final RandomGenerator random;
  private final RandomJson json;

  Mutation(RandomGenerator random) {
    this.random = random;
    this.json = new RandomJson(random);
  }

  /** Returns the bytes of the text with one to three things wrong. */
  byte[] bytes(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    for (int left = 1 + random.nextInt(3); left > 0 && bytes.length > 0; left--) {
      bytes = damaged(bytes);
    }
    return bytes;
  }

  /** Returns such bytes as the text that a reader of UTF-8 makes of them. */
  String text(String text) {
    return new String(bytes(text), StandardCharsets.UTF_8);
  }

  private byte[] damaged(byte[] bytes) {
    int at = random.nextInt(bytes.length);
    int length = random.nextInt(Math.min(64, bytes.length - at) + 1);
    return switch (random.nextInt(7)) {
      case 0 -> flipped(bytes, at);
      case 1 -> spliced(bytes, at, 0, new byte[] {(byte) random.nextInt(256)});
      case 2 -> spliced(bytes, at, bytes.length - at, new byte[0]);
      case 3 -> spliced(bytes, at, length, new byte[0]);
      case 4 -> spliced(bytes, random.nextInt(bytes.length), 0, slice(bytes, at, length));
      case 5 -> spliced(bytes, at, 0, utf8(json.any()));
      default -> replacedValue(bytes, at);
    };
  }

  private byte[] flipped(byte[] bytes, int at) {
    byte[] copy = bytes.clone();
    copy[at] ^= (byte) (1 << random.nextInt(8));
    return copy;
  }

  /** Puts another value behind the next colon, so that the text may well stay JSON. */
  private byte[] replacedValue(byte[] bytes, int from) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    int colon = text.indexOf(':', Math.min(from, text.length()));
    int end = colon < 0 ? -1 : text.indexOf(',', colon);
    return end < 0 ? bytes : utf8(text.substring(0, colon + 1) + json.any() + text.substring(end));
  }

  private static byte[] spliced(byte[] bytes, int at, int removed, byte[] added) {
    byte[] result = new byte[bytes.length - removed + added.length];
    System.arraycopy(bytes, 0, result, 0, at);
    System.arraycopy(added, 0, result, at, added.length);
    int rest = at + removed;
    System.arraycopy(bytes, rest, result, at + added.length, bytes.length - rest);
    return result;
  }

  private static byte[] slice(byte[] bytes, int at, int length) {
    byte[] slice = new byte[length];
    System.arraycopy(bytes, at, slice, 0, length);
    return slice;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
