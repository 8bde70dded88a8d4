package io.rubik.kube.json;

import io.rubik.pod.Resize;
import java.io.IOException;

/**
 * Reads how far kubelet is with a pod's spec: {@code "metadata": {"generation": 2}}, {@code
 * "status": {"observedGeneration": 1, "conditions": [{"type": "PodResizePending", "status":
 * "True"}]}}; before Kubernetes 1.33 {@code "status": {"resize": "Deferred"}}. Values of a wrong
 * type count as absent.
 */
final class ResizeReader {

  private final FieldReader json;

  /** 0 while absent, which is also how the API writes that there is none. */
  private int generation;

  private int observedGeneration;
  private String type = "";
  private String status = "";
  private boolean isComing;
  private boolean isPutOff;

  ResizeReader(FieldReader json) {
    this.json = json;
  }

  void generation() throws IOException {
    json.leniently(value -> generation = json.number());
  }

  void observedGeneration() throws IOException {
    json.leniently(value -> observedGeneration = json.number());
  }

  void conditions() throws IOException {
    json.leniently(value -> json.array(element -> condition()));
  }

  private void condition() throws IOException {
    type = "";
    status = "";
    json.object(this::conditionField);
    isPutOff |= status.equals("True") && type.equals("PodResizePending");
    isComing |= status.equals("True") && type.equals("PodResizeInProgress");
  }

  /** Each pod has conditions, most of them in every event. */
  private void type() throws IOException {
    type = json.text();
    if (!type.startsWith("PodResize")) {
      json.skipRest();
    }
  }

  private void conditionField(String field) throws IOException {
    switch (field) {
      case "type" -> type();
      case "status" -> status = json.text();
      default -> json.skip();
    }
  }

  void resize() throws IOException {
    json.leniently(value -> resize(json.text()));
  }

  private void resize(String state) {
    isPutOff |= state.equals("Deferred") || state.equals("Infeasible");
    isComing |= state.equals("Proposed") || state.equals("InProgress");
  }

  Resize state() {
    boolean isTold = generation > 0 && observedGeneration > 0;
    if (isPutOff) {
      return isComing ? Resize.PUT_OFF_DURING_ANOTHER : Resize.PUT_OFF;
    }
    if (isComing || (isTold && observedGeneration < generation)) {
      return Resize.COMING;
    }
    return isTold ? Resize.DONE : Resize.UNTOLD;
  }
}
