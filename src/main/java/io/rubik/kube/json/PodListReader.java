package io.rubik.kube.json;

import com.google.gson.stream.MalformedJsonException;
import io.rubik.pod.PodKeys;
import io.rubik.pod.PodManifest;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a list of pods: {@code {"kind": "PodList", "metadata": {"resourceVersion": "42"}, "items":
 * [{"metadata": {…}, "spec": {…}, "status": {…}}]}}.
 */
public final class PodListReader {

  private final FieldReader json;
  private final PodKeys keys;
  private final List<PodManifest> pods = new ArrayList<>();
  private String kind = "";
  private String resourceVersion = "";
  private String next = "";
  private boolean hasItems;

  private PodListReader(FieldReader json, PodKeys keys) {
    this.json = json;
    this.keys = keys;
  }

  /**
   * Reads a response body; fails unless it is a complete list of pods, since anything else taken
   * for an empty list would release all pods.
   */
  public static PodListing read(InputStream body, PodKeys keys) throws IOException {
    try {
      return new PodListReader(new FieldReader(body), keys).read();
    } catch (MalformedJsonException | EOFException e) {
      throw new MalformedBodyException("the pod list is not complete JSON: " + e.getMessage());
    }
  }

  private PodListing read() throws IOException {
    json.object(this::field);
    json.end();
    require(kind.equals("PodList"), "it is not a PodList");
    require(hasItems, "it has no items");
    require(!resourceVersion.isEmpty(), "it has no resourceVersion");
    require(next.isEmpty(), "it is only the first page of a list");
    String problem = json.takeProblem();
    require(problem.isEmpty(), problem);
    return new PodListing(pods, resourceVersion);
  }

  private void field(String field) throws IOException {
    switch (field) {
      case "kind" -> kind = json.text();
      case "metadata" -> json.object(this::metadata);
      case "items" -> items();
      default -> json.skip();
    }
  }

  private void metadata(String field) throws IOException {
    switch (field) {
      case "resourceVersion" -> resourceVersion = json.text();
      case "continue" -> next = json.text();
      default -> json.skip();
    }
  }

  /** An empty list is an empty array, or null from some servers. */
  private void items() throws IOException {
    hasItems = json.isNull();
    hasItems |= json.array(element -> pods.add(PodReader.read(json, keys).manifest()));
  }

  private static void require(boolean holds, String problem) throws IOException {
    if (!holds) {
      throw new MalformedBodyException("the pod list cannot be used: " + problem);
    }
  }
}
