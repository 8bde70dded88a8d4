package io.rubik.config;

import io.rubik.text.SafeText;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A place in a JSON text, and what is there. */
final class JsonCursor {

  private static final int END = -1;
  private static final int MAX_SHOWN = 24;
  private static final Pattern TOKEN =
      Pattern.compile("\"[^\"\n]{0,99}\"?|[^\\s,:{}\\[\\]\"]{1,99}|[,:{}\\[\\]]");
  private static final String QUOTES = "'`\u2018\u2019\u201a\u201c\u201d\u201e\u00ab\u00bb";

  private final String text;
  private int at;

  JsonCursor(String text) {
    this.text = text;
  }

  /** Returns the character here, -1 at the end. */
  int peek() {
    return at < text.length() ? text.charAt(at) : END;
  }

  /** Returns the character here and goes past it; at the end, -1. */
  int next() {
    int c = peek();
    at++;
    return c;
  }

  /** Goes past the character if it is here. */
  boolean take(char expected) {
    boolean isHere = peek() == expected;
    at += isHere ? 1 : 0;
    return isHere;
  }

  boolean atEnd() {
    return peek() == END;
  }

  void skipBlanks() {
    while (peek() == ' ' || peek() == '\t' || peek() == '\n' || peek() == '\r') {
      at++;
    }
  }

  /** Goes past letters, digits and signs, and returns them: a number, true, false, null. */
  String word() {
    int start = at;
    while (!atEnd() && (Character.isLetterOrDigit(peek()) || "+-._".indexOf(peek()) >= 0)) {
      at++;
    }
    return text.substring(start, at);
  }

  /** Returns where this is, to go back to. */
  int mark() {
    return at;
  }

  void backTo(int mark) {
    at = mark;
  }

  /** Returns {@code line 3 column 7}, both from 1. */
  String place() {
    int here = Math.min(at, text.length());
    int lineStart = text.lastIndexOf('\n', here - 1) + 1;
    long line = 1 + text.substring(0, lineStart).chars().filter(c -> c == '\n').count();
    return "line " + line + " column " + (1 + text.codePointCount(lineStart, here));
  }

  /** Returns what is here and in no JSON, whatever is expected; empty when it is something else. */
  Optional<String> stranger() {
    int c = peek();
    if (text.startsWith("//", at) || text.startsWith("/*", at) || c == '#') {
      return Optional.of("comments are not allowed");
    }
    if (c != END && QUOTES.indexOf(c) >= 0) {
      return Optional.of("text and keys are put in double quotes (\"), not in " + (char) c);
    }
    if (c != END && (Character.isSpaceChar(c) || Character.getType(c) == Character.FORMAT)) {
      return Optional.of("the character %s is no blank".formatted(SafeText.escape(c)));
    }
    return Optional.empty();
  }

  /** Returns the word, the quoted text or the character that is here, or how it begins. */
  String shown() {
    Matcher token = TOKEN.matcher(text).region(at, text.length());
    return token.lookingAt() ? SafeText.shortened(token.group(), MAX_SHOWN) : "";
  }
}
