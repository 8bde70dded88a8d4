package io.rubik.kube.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import okhttp3.MediaType;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.Okio;
import okio.Source;
import okio.Timeout;
import org.junit.jupiter.api.Test;

final class ApiStatusExceptionTest {

  @Test
  void ofABodyWithoutEndTheStartIsRead() {
    Endless body = new Endless();

    ApiStatusException failure =
        ApiStatusException.read(
            new Response.Builder()
                .request(new Request.Builder().url("https://server/").build())
                .protocol(Protocol.HTTP_1_1)
                .code(500)
                .message("")
                .body(ResponseBody.create(Okio.buffer(body), MediaType.get("text/plain"), -1))
                .build(),
            Optional.empty());

    assertEquals("a".repeat(1024) + "...", failure.getMessage());
    assertTrue(body.readBytes <= 128 << 10, body.readBytes + " bytes were read");
  }

  private static final class Endless implements Source {

    private long readBytes;

    @Override
    public long read(Buffer sink, long byteCount) {
      sink.writeUtf8("a".repeat(8192));
      readBytes += 8192;
      return 8192;
    }

    @Override
    public Timeout timeout() {
      return Timeout.NONE;
    }

    @Override
    public void close() {}
  }
}
