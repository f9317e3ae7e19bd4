/**
 * Hostile files, by the thousand: right ones with some edits. Each is read, or refused in a line that a person understands.
 *
 * <p>A few seconds a format in the normal build; longer, and elsewhere, with {@code -Dinversionview.fuzz.seconds=600
 * -Dinversionview.fuzz.salt=ANY}. What was found stands in {@code src/test/resources/fuzz/FORMAT} and is tried first.
 */
@NullMarked
package org.inversionview.models.fuzz;

import org.jspecify.annotations.NullMarked;
