package org.inversionview.kernel.cell;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.Completeness;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import jdk.jshell.SourceCodeAnalysis.Documentation;
import jdk.jshell.SourceCodeAnalysis.Suggestion;
import org.inversionview.magics.command.MagicLines;
import org.inversionview.magics.view.View;

/** Helps in writing cells. Places in the code are offsets in chars. */
public final class CodeAssistant {

    private static final Pattern MAGIC_NAME = Pattern.compile("(?:^|\\n|=)[ \\t]*%([\\w-]*)$");

    /** A magic's name and what follows it on its line, up to the end. */
    private static final Pattern MAGIC_LINE = Pattern.compile("(?:^|\\n|=)[ \\t]*%([\\w-]+)[ \\t]+([^\\n]*)$");

    private final SourceCodeAnalysis analysis;
    private final MagicLines magics;

    CodeAssistant(SourceCodeAnalysis analysis, MagicLines magics) {
        this.analysis = analysis;
        this.magics = magics;
    }

    /** Whether a cell could be evaluated as it stands. */
    public enum State {
        COMPLETE,
        INCOMPLETE,
        INVALID
    }

    /**
     * What could stand at the cursor.
     *
     * @param texts in the order to show them
     * @param start of what a chosen text replaces
     * @param end of that, exclusive
     */
    public record Completion(List<String> texts, int start, int end) {

        public Completion {
            texts = List.copyOf(texts);
        }
    }

    /** Returns whether code is complete, so that a console knows when to evaluate. */
    public State state(String code) {
        return Nesting.isTooDeep(code) ? State.INVALID : DeepStack.of(() -> stateOf(code));
    }

    private State stateOf(String code) {
        String rest = MagicRewriter.rewrite(code, CodeAssistant::anyType).java();
        CompletionInfo next = analysis.analyzeCompletion(rest);
        while (next.completeness().isComplete() && !next.remaining().isEmpty()) {
            next = analysis.analyzeCompletion(next.remaining());
        }
        return switch (next.completeness()) {
            case COMPLETE, COMPLETE_WITH_SEMI, EMPTY -> State.COMPLETE;
            case DEFINITELY_INCOMPLETE, CONSIDERED_INCOMPLETE -> State.INCOMPLETE;
            case UNKNOWN -> State.INVALID;
        };
    }

    /** Returns what could stand at the cursor: names of magics after a percent sign, then their options, else Java. */
    public Completion complete(String code, int cursor) {
        return Nesting.isTooDeep(code)
                ? new Completion(List.of(), cursor, cursor)
                : DeepStack.of(() -> completionOf(code, cursor));
    }

    private Completion completionOf(String code, int cursor) {
        String before = code.substring(0, cursor);
        Matcher magic = MAGIC_NAME.matcher(before);
        if (magic.find()) {
            List<String> names = magics.names().stream()
                    .filter(name -> name.startsWith(magic.group(1)))
                    .sorted()
                    .toList();
            return new Completion(names, magic.start(1), cursor);
        }
        Matcher line = MAGIC_LINE.matcher(before);
        if (line.find() && magics.names().contains(line.group(1))) {
            var found = magics.complete(line.group(1), line.group(2));
            return new Completion(found.texts(), line.start(2) + found.start(), cursor);
        }
        String snippet = lastSnippet(before);
        int[] anchor = {snippet.length()};
        List<String> texts = analysis.completionSuggestions(snippet, snippet.length(), anchor).stream()
                .map(Suggestion::continuation)
                .distinct()
                .toList();
        return new Completion(texts, cursor - (snippet.length() - anchor[0]), cursor);
    }

    /** Returns a magic's help where the cursor stands in its line; else signatures and documentation of the Java there. */
    public Optional<String> inspect(String code, int cursor) {
        return Nesting.isTooDeep(code) ? Optional.empty() : DeepStack.of(() -> documentationOf(code, cursor));
    }

    private Optional<String> documentationOf(String code, int cursor) {
        int end = JavaLexer.endOfWord(code, cursor);
        int lineEnd = code.indexOf('\n', cursor) < 0 ? code.length() : code.indexOf('\n', cursor);
        Matcher line = MAGIC_LINE.matcher(code.substring(0, lineEnd) + " ");
        if (line.find() && cursor > line.start(1)) {
            return magics.help(line.group(1));
        }
        String snippet = lastSnippet(code.substring(0, end));
        // JShell documents a method where its arguments begin, anything else where its name ends.
        List<Documentation> found = analysis.documentation(snippet + "(", snippet.length() + 1, true);
        if (found.isEmpty()) {
            found = analysis.documentation(snippet, snippet.length(), true);
        }
        String text = found.stream().map(CodeAssistant::text).distinct().collect(Collectors.joining("\n\n"));
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    /** A name that is no magic's is told when the cell is run, not while it is written. */
    private static Class<? extends View> anyType(String name, String arguments) {
        return View.class;
    }

    private static String text(Documentation documentation) {
        String comment = documentation.javadoc();
        return documentation.signature() + (comment == null ? "" : "\n" + comment.strip());
    }

    /** Returns the last snippet of some code, which the cursor stands in; its end is the code's end. */
    private String lastSnippet(String code) {
        String rest = MagicRewriter.rewrite(code, CodeAssistant::anyType).java();
        CompletionInfo next = analysis.analyzeCompletion(rest);
        while (next.completeness() == Completeness.COMPLETE && !next.remaining().isBlank()) {
            rest = next.remaining();
            next = analysis.analyzeCompletion(rest);
        }
        return rest;
    }
}
