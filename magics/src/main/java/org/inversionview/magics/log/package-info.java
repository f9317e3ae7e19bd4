/**
 * The run log: what was asked, what came of it, and where it comes from, in a folder beside the notebook, a file of JSON lines a
 * session. It is written without a database and queried with one, DuckDB, that lives as long as the query.
 */
@NullMarked
package org.inversionview.magics.log;

import org.jspecify.annotations.NullMarked;
