package org.inversionview.models.tasks;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** An input as a feature reads it: its text, its tokens, and these by the task's names of their positions. */
public final class NamedInput {

    private final Task task;
    private final int[] ids;
    private @Nullable Map<String, Integer> names; // made when first asked for: most features do without

    /** Makes one of token ids, BOS and EOS included; they are not to be changed. */
    public NamedInput(Task task, int[] ids) {
        this.task = task;
        this.ids = ids;
    }

    /** Returns the token ids, BOS and EOS included; not to be changed. */
    public int[] ids() {
        return ids;
    }

    /** Returns the input as text, without BOS and EOS. */
    public String text() {
        return task.vocabulary().decode(task.vocabulary().withoutEnds(ids));
    }

    /** Returns the tokens, BOS and EOS included. */
    public List<String> tokens() {
        return IntStream.of(ids).mapToObj(task.vocabulary()::token).toList();
    }

    /** Returns the position of the last token before EOS. */
    public int last() {
        return Positions.last(task, ids);
    }

    /** Returns the token at a position, 0 = BOS; empty where the input has none there, or EOS. */
    public String token(int position) {
        return position >= 0 && position <= last() ? task.vocabulary().token(ids[position]) : "";
    }

    /** Returns the token at a position that the task names, such as {@code F1}; empty where this input has none of that name. */
    public String token(String name) {
        int position = position(name);
        return position < 0 ? "" : token(position);
    }

    /** Returns the position that the task names so; −1 where this input has none of that name. */
    public int position(String name) {
        if (names == null) {
            names = task.namedPositions(ids);
        }
        return names.getOrDefault(name, -1);
    }

    /** Returns the digit at a position that the task names; −1 where there is none. */
    public int digit(String name) {
        String token = token(name).strip();
        return token.length() == 1 ? Character.digit(token.charAt(0), 10) : -1;
    }

    /** Returns how often a token occurs. */
    public int count(String token) {
        return (int) IntStream.of(ids)
                .filter(id -> task.vocabulary().token(id).equals(token))
                .count();
    }

    @Override
    public String toString() {
        return task.vocabulary().decode(Arrays.copyOf(ids, ids.length));
    }
}
