package org.inversionview.kernel.host;

import java.lang.reflect.Field;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.inversionview.kernel.cell.Interpolation;
import org.inversionview.kernel.cell.Interpolation.Piece;
import org.inversionview.kernel.cell.MagicCalls;
import org.jspecify.annotations.Nullable;

/**
 * What {@code {name}} in a magic's line stands for in a kernel of others: the value of the notebook's own variable.
 *
 * <p>Those kernels hand over the text of a line, in which no Java was compiled; an expression cannot be evaluated then, nor
 * a variable of a loop or a method be seen. The notebook's variables can: JShell keeps each in a public static field of a
 * class {@code REPL.$JShell$NUMBER}, with letters behind the number for every time that it was declared anew.
 */
final class NotebookVariables {

    private static final Pattern SNIPPET = Pattern.compile("(REPL\\.\\$JShell\\$)(\\d+)[A-Z]*");
    private static final int LETTERS = 26;

    /** Imports have a number, but no class; ours and the kernel's at its start are some fifty. */
    private static final int NUMBERS_WITHOUT_CLASS = 200;

    private final Class<?> snippet;

    /**
     * @param snippet class of the snippet that calls
     */
    private NotebookVariables(Class<?> snippet) {
        this.snippet = snippet;
    }

    /**
     * Returns the line with the values of variables in it.
     *
     * @throws MagicMistake if what stands in braces is no variable of the notebook
     */
    static String interpolated(String line, CallSite site) {
        StringBuilder text = new StringBuilder();
        for (Piece piece : Interpolation.of(line).pieces()) {
            text.append(
                    piece.expression() ? MagicCalls.text(value(piece.source().strip(), site)) : piece.source());
        }
        return text.toString();
    }

    private static @Nullable Object value(String expression, CallSite site) {
        if (site == CallSite.INSIDE) {
            throw new MagicMistake(
                    "{%s} within a loop, a lambda or a method: this kernel shows a magic nothing of Java but the notebook's own variables, outside of these; our own kernel shows any expression"
                            .formatted(expression));
        }
        Optional<Field> variable = CallSite.snippet().flatMap(caller -> new NotebookVariables(caller).find(expression));
        Field field = variable.orElseThrow(() -> new MagicMistake(
                "{%s} is no variable of this notebook, and this kernel shows a magic nothing else of Java: write var x = %s; in a cell before, then {x}; for a brace {{"
                        .formatted(expression, expression)));
        field.setAccessible(true); // public, in a class that is not
        try {
            return field.get(null);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private Optional<Field> find(String name) {
        Matcher own = SNIPPET.matcher(snippet.getName());
        if (!own.matches()) {
            return Optional.empty();
        }
        int last = Integer.parseInt(own.group(2));
        for (int number = 1; number <= last + NUMBERS_WITHOUT_CLASS; number++) {
            Optional<Class<?>> declared = newest(own.group(1) + number);
            if (declared.isPresent()) {
                last = Math.max(last, number);
                for (Field field : declared.get().getFields()) {
                    if (field.getName().equals(name)) {
                        return Optional.of(field);
                    }
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Class<?>> newest(String numbered) {
        Optional<Class<?>> newest = Optional.empty();
        for (int times = 0; ; times++) {
            Optional<Class<?>> next = loaded(numbered + letters(times));
            if (next.isEmpty()) {
                return newest;
            }
            newest = next;
        }
    }

    private Optional<Class<?>> loaded(String name) {
        try {
            return Optional.of(Class.forName(name, false, snippet.getClassLoader()));
        } catch (ClassNotFoundException notDeclared) {
            return Optional.empty();
        }
    }

    /** Returns the number with letters as digits, and none for zero. */
    private static String letters(int number) {
        return number == 0 ? "" : letters(number / LETTERS) + (char) ('A' + number % LETTERS);
    }
}
