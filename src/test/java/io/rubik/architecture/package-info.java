/** The package table, and the proof that it is enforced. */
@NullMarked
package io.rubik.architecture;

import org.jspecify.annotations.NullMarked;
