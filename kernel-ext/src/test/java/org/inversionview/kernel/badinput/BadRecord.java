package org.inversionview.kernel.badinput;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Keeps count of what came of bad inputs. */
public final class BadRecord {

    private static final int SHOWN_LINES = 6;

    private final String title;
    private final Map<String, Integer> counts = new LinkedHashMap<>();
    private final List<String> complaints = new ArrayList<>();
    private double longest;
    private double longestInterrupt;

    /**
     * @param title of the figures
     */
    public BadRecord(String title) {
        this.title = title;
    }

    /** Takes what came of an input. */
    public void add(BadInput asked, Answer answer) {
        counts.merge(asked.kind(), 1, Integer::sum);
        if (asked.outcome().comesOfInterrupt()) {
            longestInterrupt = Math.max(longestInterrupt, answer.seconds());
        } else {
            longest = Math.max(longest, answer.seconds());
        }
        answer.complaint(asked)
                .ifPresent(what -> complaints.add("%s%n    %s, allowed: %s %s; %s%n%s"
                        .formatted(
                                asked,
                                what,
                                asked.outcome(),
                                asked.words(),
                                answer.succeeded() ? "it was done" : "it failed as " + answer.name(),
                                answer.lines().stream()
                                        .limit(SHOWN_LINES)
                                        .map(line -> "    > " + line.substring(0, Math.min(line.length(), 400)))
                                        .collect(joining("\n")))));
    }

    /** Takes that the session did not go on after an input. */
    public void brokenBy(BadInput asked, String how) {
        complaints.add("%s%n    the session does not go on: %s".formatted(asked, how));
    }

    /** Returns the complaints as one text. */
    public String all() {
        return String.join("\n", complaints) + "\n";
    }

    /** Returns each input of which something else came than may, with that. */
    public List<String> complaints() {
        return complaints;
    }

    /** Returns how many inputs there were, kind by kind, and how long the longest took. */
    @Override
    public String toString() {
        int all = counts.values().stream().mapToInt(Integer::intValue).sum();
        return String.format(
                Locale.ROOT,
                "%s: %s bad inputs, %s as allowed; longest %.1f s, after an interrupt %.1f s%n%s",
                title,
                all,
                all - complaints.size(),
                longest,
                longestInterrupt,
                counts.entrySet().stream()
                        .map(kind -> kind.getValue() + " " + kind.getKey())
                        .collect(joining("\n")));
    }
}
