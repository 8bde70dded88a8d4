/** Text from outside, made fit for one line of a log or a message. */
@NullMarked
package io.rubik.text;

import org.jspecify.annotations.NullMarked;
