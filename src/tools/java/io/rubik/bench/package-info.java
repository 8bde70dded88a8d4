/** Measurements that scripts run; their results go to docs/BENCHMARKS.md. */
@NullMarked
package io.rubik.bench;

import org.jspecify.annotations.NullMarked;
