package org.inversionview.models.inversion;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.inversionview.models.InvalidRequestException;

/**
 * How the decoder is sampled: settings of temperature, and of what is done to the activation before, that share the proposals
 * equally.
 *
 * @param settings at least one
 */
public record SamplingSchedule(List<Setting> settings) {

    /** The paper's schedule: low, plain and high temperature, and high temperature around a noisy activation. */
    public static final SamplingSchedule AUTO = new SamplingSchedule(
            List.of(new Setting(0.5, 0), new Setting(1, 0), new Setting(2, 0), new Setting(2, 0.1)));

    /** The query activation as it is, at temperature 1. */
    public static final SamplingSchedule PLAIN = new SamplingSchedule(List.of(new Setting(1, 0)));

    /** The paper's schedule for distances by cosine: activations about as far from the query's as ε reaches. */
    public static final SamplingSchedule COSINE = new SamplingSchedule(List.of(Setting.turned(0.5), Setting.turned(1)));

    /**
     * One way of sampling.
     *
     * @param temperature above 0; logits are divided by it
     * @param noise at least 0; {@code noise · std(z)} · N(0, I) is added to the query activation z
     * @param turned whether z gives way to a vector at cosine 1 − c from it, c uniform from 0.10 to 0.25, whose length is
     *     z's times 2ᵘ, u uniform from −1 to 1; then without noise. Source: Huang et al. 2024, on factual recall
     */
    public record Setting(double temperature, double noise, boolean turned) {

        private static final String TURNED = "cosine";
        private static final double LEAST_TURN = 0.10;
        private static final double MOST_TURN = 0.25;

        public Setting {
            if (!(temperature > 0) || Double.isInfinite(temperature)) {
                throw new InvalidRequestException("temperature", temperature, "it must be above 0");
            }
            if (!(noise >= 0) || Double.isInfinite(noise)) {
                throw new InvalidRequestException("noise", noise, "it must be 0 or above");
            }
            if (turned && noise > 0) {
                throw new InvalidRequestException("noise", noise, "an activation that is turned has none beside");
            }
        }

        /** Makes a setting that does not turn the activation. */
        public Setting(double temperature, double noise) {
            this(temperature, noise, false);
        }

        /** Returns the setting of that temperature that turns the activation. */
        public static Setting turned(double temperature) {
            return new Setting(temperature, 0, true);
        }

        /** Returns whether each proposal has an activation of its own. */
        public boolean isRandom() {
            return turned || noise > 0;
        }

        /** Returns what a proposal is made from in place of z. */
        float[] activation(QueryActivation z, RandomGenerator random) {
            return turned
                    ? z.atCosine(
                            1 - random.nextDouble(LEAST_TURN, MOST_TURN),
                            z.norm() * Math.pow(2, random.nextDouble(-1, 1)),
                            random)
                    : z.noisy(noise, random);
        }

        /** Returns the setting as a user writes it, {@code T}, {@code T+noise} or {@code T+cosine}. */
        public String label() {
            if (turned) {
                return number(temperature) + "+" + TURNED;
            }
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
     * Returns the schedule that a user wrote: {@code auto}, {@code cosine}, or settings {@code T}, {@code T+noise} or
     * {@code T+cosine} joined by commas.
     *
     * @throws InvalidRequestException saying what is allowed
     */
    public static SamplingSchedule parse(String text) {
        switch (text.toLowerCase(Locale.ROOT)) {
            case "auto" -> {
                return AUTO;
            }
            case Setting.TURNED -> {
                return COSINE;
            }
            default -> {}
        }
        List<Setting> settings = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            String[] numbers = part.split("\\+", 2); // a third number stays in the second and is refused with it
            try {
                settings.add(setting(Double.parseDouble(numbers[0]), numbers.length > 1 ? numbers[1] : "0"));
            } catch (NumberFormatException e) {
                throw new InvalidRequestException(
                        "schedule", text, "write auto, cosine, or temperatures with noise such as 0.5,1,2,2+0.1", e);
            }
        }
        return new SamplingSchedule(settings);
    }

    private static Setting setting(double temperature, String more) {
        return more.equals(Setting.TURNED)
                ? Setting.turned(temperature)
                : new Setting(temperature, Double.parseDouble(more));
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
