package org.inversionview.models.reading;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.inversionview.models.OneLine;
import org.inversionview.models.files.StrictJson;
import org.jspecify.annotations.Nullable;

/**
 * A language model's answer, taken apart; what is about its JSON, such as thoughts and fences, is left out.
 *
 * @param structured whether there was JSON of the form that was asked for; if not, all of the answer is words
 */
record AnswerParts(String words, List<Claimed> claims, boolean structured) {

    private static final Pattern START = Pattern.compile("\\{\\s*\"(?:words|claims)\"");
    private static final int MOST_STARTS = 20;

    /** A claim as text. */
    record Claimed(String feature, String value) {

        @Override
        public String toString() {
            return "%s: %s".formatted(feature, value);
        }
    }

    /** The form that was asked for. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Form(@Nullable String words, @Nullable List<@Nullable Entry> claims) {}

    /** A claim; a value may be a number, or whatever else. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Entry(@Nullable String feature, @Nullable Object value) {

        Claimed claimed() {
            return new Claimed(
                    OneLine.brief(requireNonNullElse(feature, "").strip()),
                    OneLine.brief(String.valueOf(requireNonNullElse(value, "")).strip()));
        }
    }

    static AnswerParts of(String answer) {
        return form(answer)
                .map(form -> new AnswerParts(
                        OneLine.of(requireNonNullElse(form.words(), "").strip()),
                        requireNonNullElse(form.claims(), List.<@Nullable Entry>of()).stream()
                                .filter(Objects::nonNull)
                                .map(Entry::claimed)
                                .distinct()
                                .limit(MachineGuess.MOST_CLAIMS)
                                .toList(),
                        true))
                .orElseGet(() -> new AnswerParts(OneLine.of(answer.strip()), List.of(), false));
    }

    /** Returns the first part of a text, up to its last brace, that has the form. */
    private static Optional<Form> form(String answer) {
        Matcher starts = START.matcher(answer);
        int end = answer.lastIndexOf('}') + 1;
        for (int tried = 0; tried < MOST_STARTS && starts.find() && starts.start() < end; tried++) {
            byte[] json = answer.substring(starts.start(), end).getBytes(StandardCharsets.UTF_8);
            try {
                return Optional.of(StrictJson.parse(json, "the answer", Form.class, "it is read as words"));
            } catch (IOException e) {
                continue; // this was no beginning
            }
        }
        return Optional.empty();
    }
}
