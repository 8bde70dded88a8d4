package io.rubik.kube;

import io.rubik.kube.http.ApiStatusException;
import io.rubik.kube.json.ApiStatus;
import io.rubik.kube.json.PodListReader;
import io.rubik.kube.json.WatchEvent;
import io.rubik.kube.json.WatchEventReader;
import io.rubik.pod.PodAdmission;
import io.rubik.pod.PodFixture;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.tinylog.Logger;

/** Feeds response bodies of an API server into an admission, through the readers of the daemon. */
public final class FedBodies {

  private final PodAdmission admission;

  /** Feeds that admission. */
  public FedBodies(PodAdmission admission) {
    this.admission = admission;
  }

  /** Takes the body of a list; one that cannot be used is logged. */
  public void list(String body) {
    try {
      admission.replace(
          PodListReader.read(new ByteArrayInputStream(utf8(body)), PodFixture.KEYS).pods());
    } catch (IOException e) {
      log(e);
    }
  }

  /** Takes a line of a watch; one that cannot be used is logged. */
  public void event(String line) {
    try {
      switch (WatchEventReader.parse(utf8(line), PodFixture.KEYS)) {
        case WatchEvent.Put put -> admission.put(put.manifest());
        case WatchEvent.Delete delete -> admission.remove(delete.manifest());
        case WatchEvent.Bookmark _ -> {}
        case WatchEvent.Unknown unknown ->
            Logger.warn("ignoring watch events of unknown type {}", unknown.type());
        case WatchEvent.Failure failure -> log(failure(failure.status()));
      }
    } catch (IOException e) {
      log(e);
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static ApiStatusException failure(ApiStatus status) {
    return new ApiStatusException(status.code(), status.message(), Duration.ZERO);
  }

  private static void log(IOException e) {
    Logger.warn("{}", Fault.of(e, "/etc/rubik/kubeconfig").message());
  }
}
