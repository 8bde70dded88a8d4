package io.rubik.kube.json;

import io.rubik.pod.Resize;
import java.io.IOException;
import java.util.OptionalLong;

/**
 * Reads how far kubelet is with a pod's spec: {@code "metadata": {"generation": 2}}, {@code
 * "status": {"observedGeneration": 1, "conditions": [{"type": "PodResizePending", "status":
 * "True"}]}}; before Kubernetes 1.33 {@code "status": {"resize": "Deferred"}}. Values of a wrong
 * type count as absent.
 */
final class ResizeReader {

  private final FieldReader json;
  private String generation = "";
  private String observedGeneration = "";
  private String type = "";
  private String status = "";
  private boolean isComing;
  private boolean isPutOff;

  ResizeReader(FieldReader json) {
    this.json = json;
  }

  void generation() throws IOException {
    json.leniently(value -> generation = json.scalar());
  }

  void observedGeneration() throws IOException {
    json.leniently(value -> observedGeneration = json.scalar());
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

  private void conditionField(String field) throws IOException {
    switch (field) {
      case "type" -> type = json.text();
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
    OptionalLong asked = number(generation);
    OptionalLong seen = number(observedGeneration);
    boolean isTold = asked.isPresent() && seen.isPresent();
    if (isPutOff) {
      return Resize.PUT_OFF;
    }
    if (isComing || (isTold && seen.getAsLong() < asked.getAsLong())) {
      return Resize.COMING;
    }
    return isTold ? Resize.DONE : Resize.UNTOLD;
  }

  /** 0 is how the API writes that there is none. */
  private static OptionalLong number(String text) {
    try {
      long number = Long.parseLong(text);
      return number > 0 ? OptionalLong.of(number) : OptionalLong.empty();
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }
}
