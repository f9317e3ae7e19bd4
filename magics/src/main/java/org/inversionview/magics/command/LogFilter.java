package org.inversionview.magics.command;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.inversionview.magics.MagicException;
import org.inversionview.magics.options.Candidates;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say which entries of the run log are meant. */
final class LogFilter {

    private static final int USUAL = 20;
    private static final int MOST = 100_000;
    private static final Pattern AGO = Pattern.compile("(\\d{1,6})([smhd])");

    @Option(
            names = "kind",
            paramLabel = "MAGIC",
            completionCandidates = HelpMagic.MagicNames.class,
            description = "of one magic, such as inspect")
    private @Nullable String kind;

    @Option(
            names = "model",
            paramLabel = "NAME|FOLDER",
            completionCandidates = Candidates.Models.class,
            description = "of one model")
    private @Nullable String model;

    @Option(
            names = "since",
            paramLabel = "WHEN",
            description = "not before: 30m, 2h or 7d ago, 2026-05-01, or 2026-05-01T14:30")
    private @Nullable String since;

    @Option(names = "text", paramLabel = "TEXT", description = "whose line, or what was wrong, has this text")
    private @Nullable String text;

    @Option(names = "show", paramLabel = "N", description = "how many at most, the latest; 20 if not given")
    private @Nullable Integer show;

    /** Returns whether any is given. */
    boolean isGiven() {
        return Stream.of(kind, model, since, text).anyMatch(one -> one != null) || show != null;
    }

    /**
     * Returns the query for the entries, the latest last.
     *
     * @throws MagicException if a moment or a number is none
     */
    String sql() {
        List<String> conditions = new ArrayList<>(List.of("true"));
        if (kind != null) {
            conditions.add("kind = " + quoted(kind.replaceFirst("^%", "")));
        }
        if (model != null) {
            conditions.add("model = " + quoted(model));
        }
        if (since != null) {
            conditions.add(
                    "ended >= %s::TIMESTAMP".formatted(quoted(moment(since).toString())));
        }
        if (text != null) {
            conditions.add("contains(lower(concat_ws(' ', line, error)), %s)"
                    .formatted(quoted(text.toLowerCase(Locale.ROOT))));
        }
        return "SELECT * FROM (SELECT * FROM log WHERE %s ORDER BY ended DESC LIMIT %s) ORDER BY ended"
                .formatted(String.join(" AND ", conditions), most());
    }

    private int most() {
        int most = show == null ? USUAL : show;
        if (most < 1 || most > MOST) {
            throw new MagicException(
                    String.format(Locale.ROOT, "show=%s: from 1 to %,d entries can be shown", most, MOST));
        }
        return most;
    }

    private static String quoted(String value) {
        return "'%s'".formatted(value.replace("'", "''"));
    }

    /** A moment, by this machine's clock and time zone. */
    private static Instant moment(String written) {
        Matcher ago = AGO.matcher(written);
        if (ago.matches()) {
            long count = Long.parseLong(ago.group(1));
            Duration before = switch (ago.group(2)) {
                case "s" -> Duration.ofSeconds(count);
                case "m" -> Duration.ofMinutes(count);
                case "h" -> Duration.ofHours(count);
                default -> Duration.ofDays(count);
            };
            return Instant.now().minus(before);
        }
        try {
            LocalDateTime local = written.contains("T")
                    ? LocalDateTime.parse(written)
                    : LocalDate.parse(written).atStartOfDay();
            return local.atZone(ZoneId.systemDefault()).toInstant();
        } catch (DateTimeException e) {
            throw new MagicException(
                    "since=%s: write 30m, 2h or 7d for so long ago, or 2026-05-01, or 2026-05-01T14:30"
                            .formatted(written),
                    e);
        }
    }
}
