package org.inversionview.spark;

import java.util.Map;
import java.util.random.RandomGenerator;
import org.inversionview.models.tasks.Task;
import org.inversionview.models.tasks.ThreeDigitAddition;
import org.inversionview.models.tokens.Vocabulary;

/** Addition, but who looks for a position of one input fails, and of another is gone, with the whole JVM. */
public final class FragileAddition implements Task {

    /** The input that fails. */
    static final String BROKEN = "888+888=";

    /** The input that no executor survives. */
    static final String POISON = "999+999=";

    private final Task addition = new ThreeDigitAddition();

    @Override
    public String name() {
        return "fragile";
    }

    @Override
    public Vocabulary vocabulary() {
        return addition.vocabulary();
    }

    @Override
    public int maxLength() {
        return addition.maxLength();
    }

    @Override
    public int[] sample(RandomGenerator random) {
        return addition.sample(random);
    }

    @Override
    public int[] parse(String text) {
        return addition.parse(text);
    }

    @Override
    public Map<String, Integer> namedPositions(int[] input) {
        String text = vocabulary().decode(input);
        if (text.contains(POISON)) {
            Runtime.getRuntime().halt(9);
        }
        if (text.contains(BROKEN)) {
            throw new IllegalStateException("a broken input");
        }
        return addition.namedPositions(input);
    }
}
