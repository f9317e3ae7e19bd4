package org.inversionview.models.hooks;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.inversionview.models.InvalidRequestException;

/** Activation sites by patterns of their short names: {@code a1.*} for any characters, {@code a24-47.*} for numbers from to. */
public final class SitePatterns {

    private static final Pattern RANGE = Pattern.compile("(\\d{1,4})-(\\d{1,4})");

    private SitePatterns() {}

    /** Tells whether a text is a pattern rather than a name. */
    public static boolean isPattern(String text) {
        return text.contains("*") || RANGE.matcher(text).find();
    }

    /**
     * Returns the sites that a list of names and patterns means, each once, in the order of the list.
     *
     * @param sites of the model
     * @param list joined by commas
     * @throws InvalidRequestException if a part means none of them
     */
    public static List<ActivationSite> listed(List<ActivationSite> sites, String list) {
        Set<ActivationSite> all = new LinkedHashSet<>();
        for (String part : list.split(",", -1)) {
            all.addAll(matching(sites, part.strip()));
        }
        return List.copyOf(all);
    }

    /**
     * Returns the sites that a name or a pattern means, in the order of the sites.
     *
     * @param sites of the model
     * @throws InvalidRequestException if it means none of them
     */
    public static List<ActivationSite> matching(List<ActivationSite> sites, String pattern) {
        if (!isPattern(pattern)) {
            ActivationSite named = ActivationSite.parse(pattern);
            return sites.contains(named) ? List.of(named) : none(sites, pattern);
        }
        List<String> plain = withoutRanges(pattern).toList();
        List<ActivationSite> found = sites.stream()
                .filter(site -> plain.stream().anyMatch(each -> Wildcards.match(each, site.shortName())))
                .toList();
        return found.isEmpty() ? none(sites, pattern) : found;
    }

    private static List<ActivationSite> none(List<ActivationSite> sites, String pattern) {
        throw new InvalidRequestException("site", pattern, "none matches: this model has " + sites);
    }

    private static Stream<String> withoutRanges(String pattern) {
        Matcher range = RANGE.matcher(pattern);
        if (!range.find()) {
            return Stream.of(pattern);
        }
        String before = pattern.substring(0, range.start());
        String after = pattern.substring(range.end());
        return IntStream.rangeClosed(Integer.parseInt(range.group(1)), Integer.parseInt(range.group(2)))
                .boxed()
                .flatMap(number -> withoutRanges(before + number + after));
    }
}
