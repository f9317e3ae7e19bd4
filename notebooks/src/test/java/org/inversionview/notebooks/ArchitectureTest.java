package org.inversionview.notebooks;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The one direction: notebooks → kernel-ext → magics → models → ai.djl. */
@AnalyzeClasses(packages = "org.inversionview", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule dependencies_point_in_one_direction = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("models")
            .definedBy("org.inversionview.models..")
            .layer("magics")
            .definedBy("org.inversionview.magics..")
            .layer("kernel")
            .definedBy("org.inversionview.kernel..")
            .whereLayer("kernel")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("magics")
            .mayOnlyBeAccessedByLayers("kernel");

    @ArchTest
    static final ArchRule only_models_see_djl = noClasses()
            .that()
            .resideOutsideOfPackage("org.inversionview.models..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("ai.djl..")
            .because("an NDArray that leaves the engine is native memory that nobody frees");

    @ArchTest
    static final ArchRule models_know_neither_tables_nor_charts = noClasses()
            .that()
            .resideInAPackage("org.inversionview.models..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("tech.tablesaw..", "org.knowm.xchart..", "picocli..")
            .because("the engine is usable without a notebook");

    @ArchTest
    static final ArchRule only_adapters_see_a_kernels_classes = noClasses()
            .that()
            .resideOutsideOfPackages("org.inversionview.kernel.embedded..", "org.inversionview.kernel.host..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.github.spencerpark..", "org.dflib.jjava..")
            .because("each kernel's classes stay in its adapter");
}
