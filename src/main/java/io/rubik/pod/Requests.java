package io.rubik.pod;

import io.rubik.pod.PodManifest.ResourceTexts;
import io.rubik.pod.RequestTexts.ContainerRequests;
import io.rubik.pod.RequestTexts.Kind;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * What a pod requests of the node, by which kubelet sets the weight of its cgroup.
 *
 * @param cpuMillicores thousandths of a CPU, empty when it is not known
 * @param memoryBytes empty when it is not known
 */
public record Requests(OptionalLong cpuMillicores, OptionalLong memoryBytes) {

  /** Nothing is known. */
  public static final Requests UNKNOWN = new Requests(OptionalLong.empty(), OptionalLong.empty());

  /** Returns the sum of what a spec requests. */
  static Requests of(RequestTexts texts) {
    return new Requests(sum(texts, ResourceTexts::cpu, 3), sum(texts, ResourceTexts::memory, 0));
  }

  private static OptionalLong sum(
      RequestTexts texts, Function<ResourceTexts, String> resource, int decimals) {
    try {
      return OptionalLong.of(
          new Summing(text -> Quantity.parse(resource.apply(text), decimals)).of(texts));
    } catch (IllegalArgumentException | ArithmeticException e) {
      return OptionalLong.empty();
    }
  }

  /** An amount of one resource. */
  private interface Amount {
    /** Fails with {@code IllegalArgumentException} when the text is not a quantity. */
    long of(ResourceTexts texts);
  }

  /**
   * What the containers need at the same time at most (component-helpers, resource/helpers.go,
   * PodRequests): an init container runs beside the sidecars before it.
   */
  private record Summing(Amount amount) {

    long of(RequestTexts texts) {
      long ofPod = amount.of(texts.pod());
      long overhead = amount.of(texts.overhead());
      return Math.addExact(ofPod > 0 ? ofPod : ofContainers(texts), overhead);
    }

    private long ofContainers(RequestTexts texts) {
      long lasting = 0;
      long sidecars = 0;
      long init = 0;
      for (ContainerRequests each : texts.containers()) {
        long request = amount.of(each.amounts());
        lasting = each.kind() == Kind.INIT ? lasting : Math.addExact(lasting, request);
        sidecars = each.kind() == Kind.SIDECAR ? Math.addExact(sidecars, request) : sidecars;
        init = each.kind() == Kind.INIT ? Math.max(init, Math.addExact(sidecars, request)) : init;
      }
      return Math.max(lasting, init);
    }
  }
}
