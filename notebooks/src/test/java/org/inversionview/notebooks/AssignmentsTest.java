package org.inversionview.notebooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * That the assignments grade as they should: their own answers get every point, or they would not be released; what was not
 * answered gets none; and typical mistakes get what is right about them.
 */
class AssignmentsTest {

    private final Path folder;

    AssignmentsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private static void assertNoPoints(Map<String, Double> points) {
        assertThat(points.values()).isNotEmpty().allMatch(each -> each == 0);
    }

    @Test
    void reading_a_preimage() throws Exception {
        GradedClass students = new GradedClass("1-reading-a-preimage.ipynb", folder);
        students.handInNothing("nothing");
        students.handIn(
                "mistakes",
                Map.of(
                        "ask",
                        "Preimage p = null;\n%query 615+861=\np = %inspect layer=1 head=2 pos=A2 n=1024",
                        "read", // the sum of the first digits, not their pair
                        "boolean isShared(String input) { return input.charAt(1) + input.charAt(5) == '6' + '8'; }",
                        "carry", // 50 + 50 does carry
                        """
                        boolean carries(String input) {
                            return Integer.parseInt(input.substring(2, 4)) + Integer.parseInt(input.substring(6, 8)) > 100;
                        }"""));

        Map<String, Map<String, Double>> points = students.grade();

        assertNoPoints(points.get("nothing"));
        assertThat(points.get("mistakes"))
                .containsExactly(
                        Map.entry("check-ask", 0.0),
                        Map.entry("check-read", 3.0),
                        Map.entry("check-predict", 2.0),
                        Map.entry("check-blind", 2.0),
                        Map.entry("check-carry", 2.0));
    }

    @Test
    void causal_verification() throws Exception {
        GradedClass students = new GradedClass("2-causal-verification.ipynb", folder);
        students.handInNothing("nothing");
        students.handIn(
                "mistakes",
                Map.of(
                        "held", // reads the answer
                        "int held(String input) { return input.charAt(input.indexOf(':') + 1) - '0'; }",
                        "patch", // another order
                        "Verification flip = null;\nflip = %verify patch=a1.0@:,a0.0@:,a0.0@target contrast=flip n=200",
                        "stations", // forward and backward mixed up
                        """
                        double firstShare = 1;
                        String writes = "a1.0@:";
                        String fetches = "a0.0@target";
                        String idle = "a0.0@:";"""));

        Map<String, Map<String, Double>> points = students.grade();

        assertNoPoints(points.get("nothing"));
        assertThat(points.get("mistakes"))
                .containsExactly(
                        Map.entry("check-ask", 2.0),
                        Map.entry("check-held", 2.0),
                        Map.entry("check-patch", 0.0),
                        Map.entry("check-stations", 2.0),
                        Map.entry("check-confirm", 2.0));
    }

    @Test
    void train_your_own() throws Exception {
        GradedClass students = new GradedClass("3-train-your-own.ipynb", folder);
        students.handInNothing("nothing");
        students.handIn(
                "copies", // and looks at the wrong letter
                Map.of("task", """
                        Task mirror = new TextTask("mirror", "abcd", '>', 3,
                            random -> random.ints(3, 0, 4).mapToObj(i -> "abcd".substring(i, i + 1)).collect(Collectors.joining()),
                            word -> word);"""));
        students.handIn(
                "hardly-trains",
                Map.of(
                        "train",
                        "Training training = %train probed task=mirror steps=5 batch=16 heads=2 width=32 out=trained/mirror",
                        "shared",
                        "boolean isShared(String input) { return input.charAt(1) == 'a'; }"));

        Map<String, Map<String, Double>> points = students.grade();

        assertNoPoints(points.get("nothing"));
        assertThat(points.get("copies"))
                .containsExactly(
                        Map.entry("check-task", 2.0), Map.entry("check-train", 4.0), Map.entry("check-shared", 1.0));
        assertThat(points.get("hardly-trains"))
                .containsExactly(
                        Map.entry("check-task", 4.0), Map.entry("check-train", 0.0), Map.entry("check-shared", 2.0));
    }
}
