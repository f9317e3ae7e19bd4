/** What every training needs: parameters in one flat array, optimisers, learning-rate schedules, checkpoints, progress. */
@NullMarked
package org.inversionview.models.training;

import org.jspecify.annotations.NullMarked;
