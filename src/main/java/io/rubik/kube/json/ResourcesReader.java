package io.rubik.kube.json;

import io.rubik.pod.PodManifest.ResourceTexts;
import java.io.IOException;

/**
 * Reads the resources of a container or pod: {@code {"limits": {"cpu": "500m", "memory": "1Gi"},
 * "requests": {"cpu": "100m"}}}. A value of a wrong type says nothing, and does not make the pod
 * invalid.
 */
final class ResourcesReader {

  private final FieldReader json;
  private final ResourceTexts absent;

  /**
   * What was read.
   *
   * @param requests "0" where there is none
   */
  record Resources(ResourceTexts limits, ResourceTexts requests) {

    /** There are none. */
    static final Resources NONE = new Resources(ResourceTexts.NONE, ResourceTexts.NONE);
  }

  /** The two amounts of one object while it is read. */
  private static final class Amounts {
    private final ResourceTexts absent;
    private String cpu;
    private String memory;

    Amounts(ResourceTexts absent) {
      this.absent = absent;
      this.cpu = absent.cpu();
      this.memory = absent.memory();
    }

    void forget() {
      cpu = "";
      memory = "";
    }

    ResourceTexts texts() {
      return cpu.equals(absent.cpu()) && memory.equals(absent.memory())
          ? absent
          : new ResourceTexts(cpu, memory);
    }
  }

  private ResourcesReader(FieldReader json, ResourceTexts absent) {
    this.json = json;
    this.absent = absent;
  }

  /** Reads the value of a field {@code resources}; a limit that is not in it is as given here. */
  static Resources read(FieldReader json, ResourceTexts absent) throws IOException {
    return new ResourcesReader(json, absent).resources();
  }

  /** Reads amounts such as those of {@code spec.overhead}; one that is not there is "0". */
  static ResourceTexts amounts(FieldReader json) throws IOException {
    ResourcesReader reader = new ResourcesReader(json, ResourceTexts.NONE);
    Amounts amounts = new Amounts(ResourceTexts.NONE);
    json.leniently(value -> reader.object(amounts));
    return amounts.texts();
  }

  private Resources resources() throws IOException {
    Amounts limits = new Amounts(absent);
    Amounts requests = new Amounts(ResourceTexts.NONE);
    json.leniently(value -> {
      boolean isNull = json.isNull();
      if (!json.object(field -> field(field, limits, requests)) && !isNull) {
        limits.forget();
        requests.forget();
      }
    });
    return new Resources(limits.texts(), requests.texts());
  }

  private void field(String field, Amounts limits, Amounts requests) throws IOException {
    switch (field) {
      case "limits" -> object(limits);
      case "requests" -> object(requests);
      default -> json.skip();
    }
  }

  /** Null is absent, and anything else that is not an object says nothing. */
  private void object(Amounts amounts) throws IOException {
    boolean isNull = json.isNull();
    if (!json.object(name -> amount(name, amounts)) && !isNull) {
      amounts.forget();
    }
  }

  private void amount(String name, Amounts amounts) throws IOException {
    switch (name) {
      case "cpu" -> amounts.cpu = amount(amounts.absent.cpu());
      case "memory" -> amounts.memory = amount(amounts.absent.memory());
      default -> json.skip();
    }
  }

  private String amount(String ifNull) throws IOException {
    if (json.isNull()) {
      json.skip();
      return ifNull;
    }
    return json.scalar();
  }
}
