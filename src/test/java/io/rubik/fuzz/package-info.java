/** Random and hostile input for all that reads what comes from outside. */
@NullMarked
package io.rubik.fuzz;

import org.jspecify.annotations.NullMarked;
