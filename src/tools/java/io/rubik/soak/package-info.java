/** Rubik under churn and faults for a long time; {@code scripts/soak.sh} runs it. */
@NullMarked
package io.rubik.soak;

import org.jspecify.annotations.NullMarked;
