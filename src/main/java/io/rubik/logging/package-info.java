/** From the agent's settings to tinylog. */
@NullMarked
package io.rubik.logging;

import org.jspecify.annotations.NullMarked;
