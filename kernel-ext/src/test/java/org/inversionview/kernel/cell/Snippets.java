package org.inversionview.kernel.cell;

import java.util.List;
import jdk.jshell.EvalException;
import jdk.jshell.JShell;
import jdk.jshell.Snippet.Status;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis.Completeness;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import jdk.jshell.SourceCodeAnalysis.Suggestion;

/** JShell in this JVM, as IJava and JJava use it. */
public final class Snippets {

    private final JShell shell = JShell.builder().executionEngine("local").build();

    public Snippets() {
        CompileClasspath.namedInManifests(System.getProperty("java.class.path", ""))
                .forEach(path -> shell.addToClasspath(path.toString()));
    }

    /** Evaluates a cell; what it throws is thrown as JShell says it. */
    public void eval(String cell) throws EvalException {
        CompletionInfo next = shell.sourceCodeAnalysis().analyzeCompletion(cell);
        while (next.completeness() != Completeness.EMPTY) {
            for (SnippetEvent event : shell.eval(next.source())) {
                if (event.exception() instanceof EvalException thrown) {
                    throw thrown;
                }
                if (event.status() == Status.REJECTED) {
                    throw new IllegalArgumentException(next.source() + ": "
                            + shell.diagnostics(event.snippet())
                                    .map(d -> d.getMessage(null))
                                    .toList());
                }
            }
            next = shell.sourceCodeAnalysis().analyzeCompletion(next.remaining());
        }
    }

    /** Returns what could stand at a place of the code, and where it begins. */
    public Suggested suggest(String code, int at) {
        int[] anchor = new int[1];
        List<String> texts = shell.sourceCodeAnalysis().completionSuggestions(code, at, anchor).stream()
                .map(Suggestion::continuation)
                .toList();
        return new Suggested(texts, anchor[0]);
    }

    /** What could stand from a place on. */
    public record Suggested(List<String> texts, int start) {}

    /** Interrupts the thread that runs the cell, which is all that the kernels do. */
    public void interrupt() {
        Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getThreadGroup() != null
                        && thread.getThreadGroup().getName().startsWith("JShell"))
                .forEach(Thread::interrupt);
    }
}
