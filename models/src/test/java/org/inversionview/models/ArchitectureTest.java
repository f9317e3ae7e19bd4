package org.inversionview.models;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.util.stream.Stream;
import org.inversionview.models.decoder.ConditionalDecoder;
import org.inversionview.models.decoder.TrainedDecoder;
import org.inversionview.models.engine.PyTorch;

/** Which package may know which: what this module's package-info says in words. */
@AnalyzeClasses(packages = "org.inversionview.models", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule tokens_stand_alone = standsAlone("tokens", "a token is the same for every task and model");

    @ArchTest
    static final ArchRule files_stand_alone = standsAlone("files", "a file is read before anything is known of it");

    @ArchTest
    static final ArchRule what_comes_from_outside_is_read_strictly = noClasses()
            .that()
            .resideOutsideOfPackage("org.inversionview.models.files..")
            .should()
            .callMethodWhere(target(owner(assignableTo(ObjectMapper.class))).and(target(nameMatching("read.*"))))
            .because(
                    "StrictJson knows the bounds, takes no kind of value for another, and says what is wrong in words");

    @ArchTest
    static final ArchRule speaking_with_servers_stands_alone =
            standsAlone("http", "what a server is asked is said by whoever asks it");

    @ArchTest
    static final ArchRule a_language_model_is_given_a_text = noClasses()
            .that()
            .resideInAnyPackage(packages("llm"))
            .should()
            .dependOnClassesThat(resideInAnyPackage("org.inversionview..")
                    .and(not(resideInAnyPackage(packages("llm", "http", "files"))))
                    .and(not(belongToAnyOf(InvalidRequestException.class, OneLine.class))))
            .because("what it is asked, and what is made of its answer, is said by whoever reads a preimage");

    @ArchTest
    static final ArchRule hooks_stand_alone = standsAlone("hooks", "a hook is an argument of a run, not a part of it");

    @ArchTest
    static final ArchRule the_engine_stands_alone =
            standsAlone("engine", "it is PyTorch, and batches of work, for whoever computes");

    @ArchTest
    static final ArchRule weights_stand_alone =
            standsAlone("weights", "a file of tensors does not know whose they are");

    @ArchTest
    static final ArchRule tasks_see_tokens_only = noClasses()
            .that()
            .resideInAnyPackage(packages("tasks"))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(packages(
                    "hooks",
                    "engine",
                    "weights",
                    "training",
                    "transformer",
                    "probed",
                    "decoder",
                    "inversion",
                    "zoo",
                    "loading",
                    "recipe"))
            .orShould()
            .dependOnClassesThat()
            .resideInAnyPackage("ai.djl..")
            .because("what an input is does not depend on any model of it");

    @ArchTest
    static final ArchRule the_hub_finds_files_only = noClasses()
            .that()
            .resideInAnyPackage(packages("hub", "zoo"))
            .should()
            .dependOnClassesThat(resideInAnyPackage("org.inversionview..")
                    .and(not(resideInAnyPackage(packages("hub", "zoo", "weights", "files", "http"))))
                    .and(not(belongToAnyOf(InvalidRequestException.class, OneLine.class))))
            .because("where files come from does not depend on what is made of them");

    @ArchTest
    static final ArchRule a_probed_model_is_given_its_files = noClasses()
            .that()
            .resideInAnyPackage(packages("probed", "decoder"))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(packages("hub"))
            .because("a loader of weights does not know where they came from");

    @ArchTest
    static final ArchRule one_transformer_serves_both_models = noClasses()
            .that()
            .resideInAnyPackage(packages("transformer"))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    packages("tasks", "training", "probed", "decoder", "inversion", "zoo", "loading", "recipe"))
            .because("probed model and decoder share the transformer, so it knows neither of them");

    @ArchTest
    static final ArchRule training_is_the_same_for_both_models = noClasses()
            .that()
            .resideInAnyPackage(packages("training"))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(packages("transformer", "probed", "decoder", "inversion", "zoo", "loading", "recipe"))
            .because("a trainer is given parameters and a loss; what they belong to is said above it");

    @ArchTest
    static final ArchRule the_probed_model_does_not_know_who_inverts_it = noClasses()
            .that()
            .resideInAnyPackage(packages("probed"))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(packages("decoder", "inversion", "zoo", "loading", "recipe"))
            .because("a probed model and a decoder meet in inversion only");

    @ArchTest
    static final ArchRule the_decoder_does_not_know_whose_activations_it_reads = noClasses()
            .that()
            .resideInAnyPackage(packages("decoder"))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(packages("probed", "inversion", "zoo", "loading", "recipe"))
            .because("a probed model and a decoder meet in inversion only");

    @ArchTest
    static final ArchRule interventions_are_given_their_models = noClasses()
            .that()
            .resideInAnyPackage(packages("causal"))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(packages("zoo", "loading", "recipe", "training", "decoder"))
            .because("patching needs a probed model only; of a preimage it needs the record");

    @ArchTest
    static final ArchRule inversion_is_given_its_models = noClasses()
            .that()
            .resideInAnyPackage(packages("inversion"))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(packages("zoo", "loading", "recipe"))
            .because("where models come from is no business of the method");

    @ArchTest
    static final ArchRule reading_stands_on_the_method = noClasses()
            .that()
            .resideInAnyPackage(packages("tasks", "probed", "decoder", "inversion", "causal"))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(packages("reading"))
            .because("what a preimage is does not depend on how it is read");

    @ArchTest
    static final ArchRule the_method_takes_any_decoder = noClasses()
            .that()
            .resideInAnyPackage(packages("inversion"))
            .should()
            .dependOnClassesThat(belongToAnyOf(TrainedDecoder.class, ConditionalDecoder.class))
            .because("a decoder is what proposes inputs and says how likely they are, however it does");

    @ArchTest
    static final ArchRule using_a_model_does_not_need_how_it_is_trained = noClasses()
            .that()
            .resideOutsideOfPackage("org.inversionview.models.recipe..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(packages("recipe"))
            .because("recipes stand on top: they train what all the rest only uses");

    @ArchTest
    static final ArchRule one_gate_leads_to_pytorch = noClasses()
            .that()
            .doNotHaveFullyQualifiedName(PyTorch.class.getName())
            .and()
            .haveNameNotMatching(".*PyTorch\\$Started")
            .should()
            .callMethodWhere(target(owner(assignableTo(Engine.class)))
                    .and(target(nameMatching("getInstance|getEngine|newBaseManager")))
                    .or(target(owner(assignableTo(NDManager.class))).and(target(name("newBaseManager")))))
            .because("the settings of the process must be made before the library is loaded");

    @ArchTest
    static final ArchRule packages_have_no_cycles = slices().matching("org.inversionview.models.(*)..")
            .should()
            .beFreeOfCycles()
            .because("a package that can be read on its own can be understood on its own");

    @ArchTest
    static final ArchRule models_work_without_a_notebook = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.inversionview.magics..", "org.inversionview.kernel..", "io.github.spencerpark..")
            .because("the engine is usable without a notebook");

    @ArchTest
    static final ArchRule nothing_is_printed =
            GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.because("a caller decides what is shown");

    @ArchTest
    static final ArchRule nothing_uses_java_util_logging =
            GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING.because("DJL already logs through slf4j");

    private static ArchRule standsAlone(String name, String reason) {
        return noClasses()
                .that()
                .resideInAnyPackage(packages(name))
                .should()
                .dependOnClassesThat(resideInAnyPackage("org.inversionview..")
                        .and(not(resideInAnyPackage(packages(name, "files"))))
                        .and(not(belongToAnyOf(InvalidRequestException.class, OneLine.class))))
                .because(reason);
    }

    private static String[] packages(String... names) {
        return Stream.of(names)
                .map(name -> "org.inversionview.models." + name + "..")
                .toArray(String[]::new);
    }
}
