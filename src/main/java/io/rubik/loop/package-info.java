/** Time and threads: event loops, a clock that tests can set, delays that grow. */
@NullMarked
package io.rubik.loop;

import org.jspecify.annotations.NullMarked;
