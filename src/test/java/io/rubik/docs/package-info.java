/** What the pages in docs say of the project is so. */
@NullMarked
package io.rubik.docs;

import org.jspecify.annotations.NullMarked;
