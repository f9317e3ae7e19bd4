package org.inversionview.kernel.bridge;

import java.util.List;
import java.util.stream.Stream;

/** What every cell sees without importing it. */
public final class DefaultImports {

    /** Import declarations, in no particular order. */
    public static final List<String> STATEMENTS = Stream.of(
                    "java.io.*",
                    "java.math.*",
                    "java.net.*",
                    "java.nio.file.*",
                    "java.util.*",
                    "java.util.concurrent.*",
                    "java.util.function.*",
                    "java.util.prefs.*",
                    "java.util.regex.*",
                    "java.util.stream.*",
                    "org.inversionview.magics.check.*",
                    "org.inversionview.magics.result.*",
                    "org.inversionview.magics.view.*",
                    "org.inversionview.models.causal.*",
                    "org.inversionview.models.hooks.*",
                    "org.inversionview.models.inversion.*",
                    "org.inversionview.models.loading.*",
                    "org.inversionview.models.probed.*",
                    "org.inversionview.models.reading.*",
                    "org.inversionview.models.tasks.*",
                    "org.inversionview.models.zoo.*",
                    "org.knowm.xchart.*",
                    "tech.tablesaw.api.*")
            .map("import %s;"::formatted)
            .toList();

    private DefaultImports() {}
}
