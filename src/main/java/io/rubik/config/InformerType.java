package io.rubik.config;

/** Where pods are learnt from. */
public enum InformerType {
  /** The Kubernetes API server. */
  APISERVER,
  /** The container runtime's Node Resource Interface. */
  NRI
}
