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

  /** Four times what the densest nodes run; with so many containers they fill half of the heap. */
  public static final int MAX_PODS = 2000;

  /** The most containers of a node; with {@link #MAX_PODS} what rubik's memory holds. */
  public static final int MAX_CONTAINERS = 6000;

  private final FieldReader json;
  private final PodKeys keys;
  private final List<PodManifest> pods = new ArrayList<>();
  private String kind = "";
  private String resourceVersion = "";
  private String next = "";
  private boolean hasItems;
  private int containers;

  private PodListReader(FieldReader json, PodKeys keys) {
    this.json = json;
    this.keys = keys;
  }

  /**
   * Reads a response body and returns the pods that have not ended; fails unless it is a complete
   * list of pods, since anything else taken for an empty list would release all pods.
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
    hasItems |= json.array(element -> add(PodReader.read(json, keys).manifest()));
  }

  /** Pods that have ended are not kept: there may be thousands, until they are collected. */
  private void add(PodManifest pod) throws IOException {
    if (pod.hasEnded()) {
      return;
    }
    pods.add(pod);
    containers += pod.containerStatuses().size();
    require(pods.size() <= MAX_PODS, "it has more than " + MAX_PODS + " pods");
    require(containers <= MAX_CONTAINERS, "it has more than " + MAX_CONTAINERS + " containers");
  }

  private static void require(boolean holds, String problem) throws IOException {
    if (!holds) {
      throw new MalformedBodyException("the pod list cannot be used: " + problem);
    }
  }
}
