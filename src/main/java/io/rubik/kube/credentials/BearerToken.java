package io.rubik.kube.credentials;

import io.rubik.text.Utf8;

/** Checks bearer tokens. */
final class BearerToken {

  private BearerToken() {}

  /** Returns the token of a file, without surrounding white space. */
  static Secret parse(byte[] text, String where) throws CredentialsException {
    try {
      return parse(Utf8.decode(text), where);
    } catch (Utf8.EncodingException e) {
      throw new CredentialsException(where + " " + e.getMessage());
    }
  }

  /** Returns the token; fails when it is empty or not valid in a header. */
  static Secret parse(String text, String where) throws CredentialsException {
    String token = text.strip();
    if (token.isEmpty()) {
      throw new CredentialsException(where + " is empty");
    }
    if (!token.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw new CredentialsException(where + " is not a token: it has spaces or unprintable bytes");
    }
    return new Secret(token);
  }
}
