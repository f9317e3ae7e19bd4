package org.inversionview.kernel.assignment;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.inversionview.kernel.cell.DeclaredName;
import org.inversionview.kernel.cell.DeclaredName.Kind;

/** Declared names as texts, such as {@code method distance}. */
final class DeclaredNames {

    private DeclaredNames() {}

    static String text(DeclaredName name) {
        return name.kind().name().toLowerCase(Locale.ROOT) + " " + name.whole();
    }

    /** Returns the names that a list of texts holds; what is no name is left out. */
    static Set<DeclaredName> in(JsonNode texts) {
        Set<DeclaredName> names = new HashSet<>();
        texts.forEach(text -> name(text.asText()).ifPresent(names::add));
        return names;
    }

    private static Optional<DeclaredName> name(String text) {
        String[] words = text.split(" ", 2);
        return Arrays.stream(Kind.values())
                .filter(kind -> words.length == 2
                        && kind.name().toLowerCase(Locale.ROOT).equals(words[0]))
                .map(kind -> new DeclaredName(kind, words[1].substring(words[1].lastIndexOf('.') + 1), words[1]))
                .findFirst();
    }
}
