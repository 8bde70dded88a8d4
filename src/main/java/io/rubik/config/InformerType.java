package io.rubik.config;

/** The source of the pods. */
public enum InformerType {
  /** The Kubernetes API server. */
  APISERVER,
  /** The container runtime's Node Resource Interface. */
  NRI
}
