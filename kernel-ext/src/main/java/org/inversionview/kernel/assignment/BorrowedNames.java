package org.inversionview.kernel.assignment;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.inversionview.kernel.cell.DeclaredName;
import org.inversionview.kernel.cell.DeclaredName.Kind;

/**
 * Watches over the names that an assignment's own cells use: an answer that declares one of them anew, such as a class
 * {@code Check} or {@code Math}, would have its code run in place of what was meant.
 */
final class BorrowedNames {

    /** Imports of these only say what is meant anyway. */
    private static final List<String> HARMLESS =
            List.of("java.", "javax.", "org.inversionview.", "org.knowm.", "tech.tablesaw.");

    /** A variable of such a name hides the packages below it. */
    private static final Set<String> PACKAGES = Set.of("java", "javax", "org", "tech");

    private static final Pattern TEXTS =
            Pattern.compile("\"(?:[^\"\\\\\n]|\\\\.)*+\"|//[^\n]*|/\\*.*?\\*/", Pattern.DOTALL);

    private final String code;
    private final Set<DeclaredName> expected;
    private final Set<String> own = new HashSet<>();
    private Optional<String> complaint = Optional.empty();

    /**
     * @param locked cells of the assignment that no student writes
     * @param expected what the teacher's answers declare
     */
    BorrowedNames(List<AssignmentCell> locked, Set<DeclaredName> expected) {
        code = TEXTS.matcher(locked.stream()
                        .filter(AssignmentCell::isCode)
                        .map(AssignmentCell::source)
                        .collect(Collectors.joining("\n")))
                .replaceAll(" ");
        this.expected = Set.copyOf(expected);
    }

    /** Returns what watches over nothing but the names that the assignment's own cells declare: where no more is known. */
    static BorrowedNames unwatched() {
        return new BorrowedNames(List.of(), Set.of());
    }

    /** Takes what a cell of the assignment has declared. */
    void ofAssignment(List<DeclaredName> declared) {
        declared.forEach(name -> own.add(name.name()));
    }

    /** Takes what a student's cell has declared. */
    void ofStudent(List<DeclaredName> declared) {
        declared.stream()
                .filter(name -> !expected.contains(name))
                .filter(name -> own.contains(name.name()) || borrows(name))
                .findFirst()
                .ifPresent(name -> complaint = complaint.or(() -> Optional.of(said(name))));
    }

    private boolean borrows(DeclaredName name) {
        String word = "(?<![\\w.])" + Pattern.quote(name.name());
        return switch (name.kind()) {
            case TYPE -> found(word + "\\b");
            case METHOD -> found(word + "\\s*\\(");
            case VARIABLE -> hidesTypes(name.name()) && found(word + "\\s*\\.");
            case IMPORT -> HARMLESS.stream().noneMatch(name.whole()::startsWith) && found(word + "\\b");
        };
    }

    private boolean found(String pattern) {
        return Pattern.compile(pattern).matcher(code).find();
    }

    private static boolean hidesTypes(String name) {
        return Character.isUpperCase(name.charAt(0)) || PACKAGES.contains(name);
    }

    private static String said(DeclaredName name) {
        String kind = name.kind() == Kind.IMPORT ? "imports " + name.whole() : "declares its own " + name.name();
        return "an answer %s, a name that the checks use: give it another name".formatted(kind);
    }

    /** Returns why no check is run any more; nothing while all is well. */
    Optional<String> complaint() {
        return complaint;
    }
}
