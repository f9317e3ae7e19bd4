package org.inversionview.models.inversion;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.inversionview.models.InvalidRequestException;

/**
 * How the decoder is sampled: settings of temperature and noise that share the proposals equally.
 *
 * @param settings at least one
 */
public record SamplingSchedule(List<Setting> settings) {

    /** The paper's schedule: low, plain and high temperature, and high temperature around a noisy activation. */
    public static final SamplingSchedule AUTO = new SamplingSchedule(
            List.of(new Setting(0.5, 0), new Setting(1, 0), new Setting(2, 0), new Setting(2, 0.1)));

    /**
     * One way of sampling.
     *
     * @param temperature above 0; logits are divided by it
     * @param noise at least 0; {@code noise · std(z)} · N(0, I) is added to the query activation z
     */
    public record Setting(double temperature, double noise) {

        public Setting {
            if (!(temperature > 0) || Double.isInfinite(temperature)) {
                throw new InvalidRequestException("temperature", temperature, "it must be above 0");
            }
            if (!(noise >= 0) || Double.isInfinite(noise)) {
                throw new InvalidRequestException("noise", noise, "it must be 0 or above");
            }
        }

        /** Returns the setting as a user writes it, {@code T} or {@code T+noise}. */
        public String label() {
            return noise == 0 ? number(temperature) : number(temperature) + "+" + number(noise);
        }

        private static String number(double value) {
            return value == Math.rint(value) && Math.abs(value) < 1e9
                    ? "%s".formatted((long) value)
                    : "%s".formatted(value);
        }
    }

    public SamplingSchedule {
        settings = List.copyOf(settings);
        if (settings.isEmpty()) {
            throw new InvalidRequestException(
                    "schedule", "", "it needs at least one setting, such as 1 or 0.5,1,2+0.1");
        }
    }

    /**
     * Returns the schedule that a user wrote: {@code auto}, or settings {@code T} or {@code T+noise} joined by commas.
     *
     * @throws InvalidRequestException saying what is allowed
     */
    public static SamplingSchedule parse(String text) {
        if (text.toLowerCase(Locale.ROOT).equals("auto")) {
            return AUTO;
        }
        List<Setting> settings = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            String[] numbers = part.split("\\+", 2); // a third number stays in the second and is refused with it
            try {
                settings.add(new Setting(
                        Double.parseDouble(numbers[0]), numbers.length > 1 ? Double.parseDouble(numbers[1]) : 0));
            } catch (NumberFormatException e) {
                throw new InvalidRequestException(
                        "schedule", text, "write auto, or temperatures with noise such as 0.5,1,2,2+0.1", e);
            }
        }
        return new SamplingSchedule(settings);
    }

    /** Returns the setting of each of so many proposals: every setting in turn, so that their shares are equal. */
    int[] settingOfRow(int proposals) {
        return IntStream.range(0, proposals).map(row -> row % settings.size()).toArray();
    }

    /** Returns how many of so many proposals each setting has. */
    int[] proposals(int all) {
        int[] counts = new int[settings.size()];
        for (int setting : settingOfRow(all)) {
            counts[setting]++;
        }
        return counts;
    }

    @Override
    public String toString() {
        return settings.stream().map(Setting::label).collect(Collectors.joining(","));
    }
}
