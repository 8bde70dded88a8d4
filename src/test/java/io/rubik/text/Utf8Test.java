package io.rubik.text;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.Charset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class Utf8Test {

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "{}\r\n", "\u0000\u0000", "é日\ud83d\ude00"})
  void textIsReturnedWithoutAByteOrderMark(String text) throws Exception {
    assertEquals(text, Utf8.decode(text.getBytes(UTF_8)));
    assertEquals(text, Utf8.decode(("\uFEFF" + text).getBytes(UTF_8)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE", "x-UTF-16LE-BOM", "UTF-32LE"})
  void utf16IsNamed(String charset) {
    assertEquals(
        "is UTF-16 text; save it as UTF-8", error("{\"a\": 1}".getBytes(Charset.forName(charset))));
  }

  @Test
  void lineOfOtherBytesIsNamed() {
    assertEquals("is not UTF-8 text; see line 1", error("é".getBytes(ISO_8859_1)));
    assertEquals("is not UTF-8 text; see line 3", error("a\r\nb\n# é\n".getBytes(ISO_8859_1)));
  }

  @Test
  void characterThatIsCutOffIsNoText() {
    assertEquals("is not UTF-8 text; see line 2", error(new byte[] {'a', '\n', (byte) 0xe2, 0x28}));
    assertEquals("is not UTF-8 text; see line 1", error(new byte[] {'a', (byte) 0xe2}));
  }

  private static String error(byte[] bytes) {
    Utf8.EncodingException e = assertThrows(Utf8.EncodingException.class, () -> Utf8.decode(bytes));
    return String.valueOf(e.getMessage());
  }
}
