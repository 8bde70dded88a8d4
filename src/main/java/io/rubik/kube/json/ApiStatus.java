package io.rubik.kube.json;

import java.io.IOException;

/**
 * A Status object: {@code {"kind": "Status", "code": 410, "reason": "Expired", "message": "too old
 * resource version: 1 (2)"}}.
 */
public record ApiStatus(int code, String message) {

  private static final int MAX_MESSAGE_BYTES = 4096;

  /**
   * Reads an object; a field that is absent or of another type is 0 or empty, and a long message is
   * cut.
   */
  public static ApiStatus read(FieldReader json) throws IOException {
    int[] code = {0};
    String[] message = {""};
    json.object(name -> {
      switch (name) {
        case "code" -> code[0] = json.number();
        case "message" -> message[0] = json.beginning(MAX_MESSAGE_BYTES);
        default -> json.skip();
      }
    });
    return new ApiStatus(code[0], message[0]);
  }
}
