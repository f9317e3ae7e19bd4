package org.inversionview.kernel.runner;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;

/** One space a level, lists a line an element, as Jupyter writes its files. */
final class JupyterIndentation extends DefaultPrettyPrinter {

    private static final long serialVersionUID = 1L;

    JupyterIndentation() {
        super(Separators.createDefaultInstance()
                .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                .withArrayEmptySeparator("")
                .withObjectEmptySeparator(""));
        DefaultIndenter oneSpace = new DefaultIndenter(" ", "\n");
        indentArraysWith(oneSpace);
        indentObjectsWith(oneSpace);
    }

    @Override
    public DefaultPrettyPrinter createInstance() {
        return new JupyterIndentation();
    }
}
