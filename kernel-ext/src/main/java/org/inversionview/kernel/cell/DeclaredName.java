package org.inversionview.kernel.cell;

import java.util.Optional;
import jdk.jshell.ImportSnippet;
import jdk.jshell.MethodSnippet;
import jdk.jshell.Snippet;
import jdk.jshell.TypeDeclSnippet;
import jdk.jshell.VarSnippet;

/**
 * A name that a cell has declared.
 *
 * @param kind what it names
 * @param name as code says it, without a package
 * @param whole the same but for an import, where it is the imported name with its package
 */
public record DeclaredName(Kind kind, String name, String whole) {

    /** What a name names. */
    public enum Kind {
        TYPE,
        METHOD,
        VARIABLE,
        IMPORT
    }

    /** Returns what a snippet declares; nothing for statements, and imports of whole packages. */
    static Optional<DeclaredName> of(Snippet snippet) {
        if (snippet instanceof TypeDeclSnippet type) {
            return Optional.of(new DeclaredName(Kind.TYPE, type.name(), type.name()));
        }
        if (snippet instanceof MethodSnippet method) {
            return Optional.of(new DeclaredName(Kind.METHOD, method.name(), method.name()));
        }
        if (snippet instanceof VarSnippet variable
                && variable.subKind() != Snippet.SubKind.TEMP_VAR_EXPRESSION_SUBKIND) {
            return Optional.of(new DeclaredName(Kind.VARIABLE, variable.name(), variable.name()));
        }
        if (snippet instanceof ImportSnippet single && !single.fullname().endsWith("*")) {
            return Optional.of(new DeclaredName(Kind.IMPORT, single.name(), single.fullname()));
        }
        return Optional.empty();
    }
}
