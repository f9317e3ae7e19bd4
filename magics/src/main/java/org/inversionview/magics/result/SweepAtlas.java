package org.inversionview.magics.result;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.inversionview.magics.chart.AtlasChart;
import org.inversionview.magics.sweep.SweepCell;
import org.inversionview.models.sweep.Measure;
import org.inversionview.models.sweep.SweepPlan;

/** All that a sweep says of each site and position in one picture: strongest reading, consistency, effect, coverage. */
record SweepAtlas(SweepPlan plan, List<SweepCell> cells) {

    private static final double CHANCE = 0.05;
    private static final String NO_VALUE = "";

    AtlasChart chart() {
        List<AtlasChart.Cell> drawn = new ArrayList<>();
        for (String site : plan.sites()) {
            for (String position : plan.positions()) {
                if (cells.stream().anyMatch(cell -> isAt(cell, site, position))) {
                    drawn.add(cell(site, position));
                }
            }
        }
        return new AtlasChart(
                plan.positions(),
                plan.sites(),
                drawn,
                new AtlasChart.Key(
                        "consistency of the reading beyond chance",
                        key(Measure.PATCH, "effect of patching"),
                        key(Measure.COVERAGE, "found by the decoder, of fair draws")));
    }

    private String key(Measure measure, String words) {
        return plan.measures().contains(measure) ? words : NO_VALUE;
    }

    private AtlasChart.Cell cell(String site, String position) {
        Optional<SweepCell> reading = at(Measure.FCR, site, position).filter(this::isAboveChance);
        return new AtlasChart.Cell(
                plan.sites().indexOf(site),
                plan.positions().indexOf(position),
                reading.map(SweepCell::feature).orElse(NO_VALUE),
                reading.map(SweepAtlas::beyondChance).orElse(0.0),
                value(Measure.PATCH, "effect_share", site, position),
                found(site, position));
    }

    /** Corrected for the features that were asked about at this place. */
    private boolean isAboveChance(SweepCell cell) {
        return cell.values().getOrDefault("p", 1.0) * plan.features().size() < CHANCE;
    }

    /** Returns how much of what chance leaves open is explained: 1 is always, 0 no more than chance. */
    private static double beyondChance(SweepCell cell) {
        Map<String, Double> values = cell.values();
        double base = values.getOrDefault("base", 1.0);
        return base < 1 ? (values.getOrDefault("rate", base) - base) / (1 - base) : 0;
    }

    /** Returns the decoder's coverage as a share of what as many draws from the preimage itself would find, where that is known. */
    private double found(String site, String position) {
        double coverage = value(Measure.COVERAGE, "coverage", site, position);
        double ceiling = value(Measure.COVERAGE, "ceiling", site, position);
        return ceiling > 0 ? Math.min(1, coverage / ceiling) : coverage;
    }

    private double value(Measure measure, String column, String site, String position) {
        return at(measure, site, position)
                .map(cell -> cell.values().getOrDefault(column, Double.NaN))
                .orElse(Double.NaN);
    }

    private Optional<SweepCell> at(Measure measure, String site, String position) {
        return cells.stream()
                .filter(cell -> cell.measure() == measure && isAt(cell, site, position))
                .findFirst();
    }

    private static boolean isAt(SweepCell cell, String site, String position) {
        return cell.site().equals(site) && cell.position().equals(position);
    }
}
