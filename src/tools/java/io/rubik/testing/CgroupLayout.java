package io.rubik.testing;

import java.util.List;
import java.util.Locale;

/** Where the cgroups of pods are: the kubelet's two drivers, for containerd. */
enum CgroupLayout {
  CGROUPFS {
    @Override
    String qos(String qos) {
      return isGuaranteed(qos) ? "kubepods" : "kubepods/" + qos;
    }

    @Override
    String pod(String qos, String uid) {
      return qos(qos) + "/pod" + uid;
    }

    @Override
    String container(String qos, String uid, String id) {
      return pod(qos, uid) + "/" + id;
    }
  },
  SYSTEMD {
    @Override
    String qos(String qos) {
      return isGuaranteed(qos) ? "kubepods.slice" : "kubepods.slice/kubepods-" + qos + ".slice";
    }

    @Override
    String pod(String qos, String uid) {
      String prefix = isGuaranteed(qos) ? "kubepods" : "kubepods-" + qos;
      return qos(qos) + "/" + prefix + "-pod" + uid.replace('-', '_') + ".slice";
    }

    @Override
    String container(String qos, String uid, String id) {
      return pod(qos, uid) + "/cri-containerd-" + id + ".scope";
    }
  };

  static final List<String> QOS = List.of("guaranteed", "burstable", "besteffort");

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  abstract String qos(String qos);

  abstract String pod(String qos, String uid);

  abstract String container(String qos, String uid, String id);

  private static boolean isGuaranteed(String qos) {
    if (!QOS.contains(qos)) {
      throw new IllegalArgumentException(qos + " is not one of " + QOS);
    }
    return qos.equals("guaranteed");
  }
}
