/** The demonstration that scripts/demo.sh runs. */
@NullMarked
package io.rubik.demo;

import org.jspecify.annotations.NullMarked;
