/** Trainings from nothing to a folder with weights and a card: what the command line and the notebook call. */
@NullMarked
package org.inversionview.models.recipe;

import org.jspecify.annotations.NullMarked;
