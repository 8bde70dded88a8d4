/** Tests of the shell scripts, run with bash against stand-ins of the tools they call. */
@NullMarked
package io.rubik.scripts;

import org.jspecify.annotations.NullMarked;
