/** CPU and memory priority of online over offline pods. */
@NullMarked
package io.rubik.feature.preemption;

import org.jspecify.annotations.NullMarked;
