/**
 * A small Kubernetes API server for tests and the demo: pods over TLS, with faults on demand. It
 * holds everything in memory, listens on loopback only and never becomes part of the daemon.
 */
@NullMarked
package io.rubik.standin;

import org.jspecify.annotations.NullMarked;
