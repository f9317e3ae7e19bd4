package org.inversionview.models.tasks;

import com.ibm.icu.text.DisplayContext;
import com.ibm.icu.text.LocaleDisplayNames;
import com.ibm.icu.text.TimeZoneNames;
import com.ibm.icu.util.Calendar;
import com.ibm.icu.util.Currency;
import com.ibm.icu.util.Region;
import com.ibm.icu.util.Region.RegionType;
import com.ibm.icu.util.TimeZone;
import com.ibm.icu.util.TimeZone.SystemTimeZoneType;
import com.ibm.icu.util.ULocale;
import com.ibm.icu.util.VersionInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The facts of {@code facts.tsv} as ICU has them; {@code main} writes the file. */
final class CldrFacts {

    private static final Path FILE = Path.of("src/main/resources/org/inversionview/models/tasks", FactTable.FILE);
    private static final String NOWHERE = "QO"; // Outlying Oceania, where CLDR puts what belongs nowhere
    private static final String NO_CURRENCY = "XXX";
    private static final List<String> WEEKDAYS =
            List.of("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday");

    private final LocaleDisplayNames names = LocaleDisplayNames.getInstance(
            ULocale.ENGLISH, DisplayContext.LENGTH_SHORT, DisplayContext.CAPITALIZATION_NONE);
    private final TimeZoneNames zones = TimeZoneNames.getInstance(ULocale.ENGLISH);

    /** Writes the file anew, from the folder of this module. */
    public static void main(String[] arguments) throws IOException {
        Files.writeString(FILE, new CldrFacts().text());
    }

    /** Returns the file's content. */
    String text() {
        String header = Stream.concat(
                        Stream.of("code", "name"),
                        Arrays.stream(FactRelation.values()).map(FactRelation::noun))
                .collect(Collectors.joining("\t", "# ", "\n"));
        return """
                # What is said of countries and territories by the Unicode CLDR and the tz database, as ICU4J %s has them.
                # Copyright © 2016-2023 Unicode, Inc. Licensed under the Unicode License v3, see facts.LICENSE.
                # Language and script are CLDR's likeliest, the offset is standard time's, the city is the only time zone's.
                """.formatted(VersionInfo.ICU_VERSION)
                + header
                + subjects().map(this::line).collect(Collectors.joining());
    }

    private String line(FactSubject subject) {
        return Stream.concat(
                        Stream.of(subject.code(), subject.name()),
                        Arrays.stream(FactRelation.values())
                                .map(relation -> subject.attribute(relation).orElse(FactTable.UNKNOWN)))
                .collect(Collectors.joining("\t", "", "\n"));
    }

    private Stream<FactSubject> subjects() {
        return Region.getAvailable(RegionType.TERRITORY).stream()
                .filter(region -> region.toString().matches("[A-Z]{2}"))
                .filter(region -> currency(region).isPresent() && isSomewhere(region))
                .sorted((one, other) -> one.toString().compareTo(other.toString()))
                .map(this::subject);
    }

    private static boolean isSomewhere(Region region) {
        Region part = region.getContainingRegion(RegionType.SUBCONTINENT);
        return part != null && !part.toString().equals(NOWHERE);
    }

    private FactSubject subject(Region region) {
        String name = names.regionDisplayName(region.toString());
        Map<FactRelation, String> attributes = new EnumMap<>(FactRelation.class);
        attributes.put(FactRelation.CONTINENT, container(region, RegionType.CONTINENT));
        attributes.put(FactRelation.REGION, container(region, RegionType.SUBCONTINENT));
        attributes.put(FactRelation.CURRENCY, currency(region).orElseThrow());
        attributes.put(
                FactRelation.LANGUAGE, names.languageDisplayName(likely(region).getLanguage()));
        attributes.put(
                FactRelation.SCRIPT, names.scriptDisplayName(likely(region).getScript()));
        attributes.put(FactRelation.WEEK, week(region));
        offset(region).ifPresent(offset -> attributes.put(FactRelation.OFFSET, offset));
        city(region).filter(city -> !name.contains(city)).ifPresent(city -> attributes.put(FactRelation.CITY, city));
        return new FactSubject(region.toString(), name, attributes);
    }

    private String container(Region region, RegionType type) {
        return names.regionDisplayName(region.getContainingRegion(type).toString());
    }

    private static ULocale likely(Region region) {
        return ULocale.addLikelySubtags(new ULocale("und_" + region));
    }

    private static Optional<String> currency(Region region) {
        return Optional.ofNullable(Currency.getInstance(new ULocale("und_" + region)))
                .filter(currency -> !currency.getCurrencyCode().equals(NO_CURRENCY))
                .map(currency -> currency.getName(ULocale.ENGLISH, Currency.LONG_NAME, null));
    }

    private static String week(Region region) {
        return WEEKDAYS.get(Calendar.getWeekDataForRegion(region.toString()).firstDayOfWeek - 1);
    }

    private static Set<String> zonesOf(Region region) {
        return TimeZone.getAvailableIDs(SystemTimeZoneType.CANONICAL_LOCATION, region.toString(), null);
    }

    /** Returns the offset where all its time zones have the same. */
    private static Optional<String> offset(Region region) {
        Set<Integer> minutes = new TreeSet<>();
        zonesOf(region).forEach(zone -> minutes.add(TimeZone.getTimeZone(zone).getRawOffset() / 60_000));
        return minutes.stream().findFirst().filter(first -> minutes.size() == 1).map(CldrFacts::offset);
    }

    private static String offset(int minutes) {
        String sign = minutes < 0 ? "-" : "+";
        int parts = Math.abs(minutes) % 60;
        return "UTC" + sign + Math.abs(minutes) / 60 + (parts == 0 ? "" : ":" + parts);
    }

    /** Returns the city of its time zone, where it has one alone. */
    private Optional<String> city(Region region) {
        return zonesOf(region).stream()
                .findFirst()
                .filter(zone -> zonesOf(region).size() == 1)
                .map(zones::getExemplarLocationName);
    }
}
