/** The entry point: arguments and exit codes. */
@NullMarked
package io.rubik;

import org.jspecify.annotations.NullMarked;
