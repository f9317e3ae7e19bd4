package org.inversionview.magics.command;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.inversionview.magics.MagicException;
import picocli.CommandLine.Command;

/** The magics there are: a new one is one line here. */
final class Registry {

    private static final List<Supplier<MagicCommand<?>>> MAGICS = List.of(
            ModelMagic::new,
            ModelsMagic::new,
            SitesMagic::new,
            QueryMagic::new,
            InspectMagic::new,
            CoverageMagic::new,
            DistancesMagic::new,
            ExplainMagic::new,
            FcrMagic::new,
            SweepMagic::new,
            StudyMagic::new,
            CompareMagic::new,
            VerifyMagic::new,
            PatchMapMagic::new,
            AblateMagic::new,
            AttributeMagic::new,
            AttentionMagic::new,
            TrainMagic::new,
            EvaluateMagic::new,
            LastMagic::new,
            ReplayMagic::new,
            LogMagic::new,
            DeviceMagic::new,
            CiteMagic::new,
            HelpMagic::new);

    private Registry() {}

    /** Returns a new object of every magic. */
    static List<MagicCommand<?>> all() {
        return MAGICS.stream().<MagicCommand<?>>map(Supplier::get).toList();
    }

    /** Returns the names, in the order of a session. */
    static List<String> names() {
        return List.copyOf(byName().keySet());
    }

    /**
     * Returns a new object of the magic of that name.
     *
     * @throws MagicException if there is none, naming the nearest
     */
    static MagicCommand<?> create(String name) {
        if (name.isEmpty()) {
            throw new MagicException(
                    "a magic's name stands right behind its %, as in %model addition (%help lists all)");
        }
        MagicCommand<?> magic = byName().get(name);
        if (magic == null) {
            throw new MagicException(Nearest.to(name, names())
                    .map(near -> "no magic %%%s: did you mean %%%s? (%%help lists all)".formatted(name, near))
                    .orElse("no magic %%%s (%%help lists all)".formatted(name)));
        }
        return magic;
    }

    private static Map<String, MagicCommand<?>> byName() {
        Map<String, MagicCommand<?>> byName = new LinkedHashMap<>();
        for (MagicCommand<?> magic : all()) {
            byName.put(magic.getClass().getAnnotation(Command.class).name(), magic);
        }
        return byName;
    }
}
