package org.inversionview.magics;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Which package may know which: command → options → session, command → result → view, chart; check → result. */
@AnalyzeClasses(packages = "org.inversionview.magics", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule dependencies_point_in_one_direction = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("command")
            .definedBy("org.inversionview.magics.command..")
            .layer("options")
            .definedBy("org.inversionview.magics.options..")
            .layer("session")
            .definedBy("org.inversionview.magics.session..")
            .layer("result")
            .definedBy("org.inversionview.magics.result..")
            .layer("view")
            .definedBy("org.inversionview.magics.view..")
            .layer("chart")
            .definedBy("org.inversionview.magics.chart..")
            .layer("drift")
            .definedBy("org.inversionview.magics.drift..")
            .layer("log")
            .definedBy("org.inversionview.magics.log..")
            .layer("export")
            .definedBy("org.inversionview.magics.export..")
            .layer("sweep")
            .definedBy("org.inversionview.magics.sweep..")
            .layer("sql")
            .definedBy("org.inversionview.magics.sql..")
            .layer("check")
            .definedBy("org.inversionview.magics.check..")
            .whereLayer("command")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("check")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("options")
            .mayOnlyBeAccessedByLayers("command")
            .whereLayer("session")
            .mayOnlyBeAccessedByLayers("command", "options")
            .whereLayer("result")
            .mayOnlyBeAccessedByLayers("command", "check")
            .whereLayer("view")
            .mayOnlyBeAccessedByLayers("command", "session", "result", "export")
            .whereLayer("export")
            .mayOnlyBeAccessedByLayers("result", "sweep")
            .whereLayer("sql")
            .mayOnlyBeAccessedByLayers("log", "sweep")
            .whereLayer("drift")
            .mayOnlyBeAccessedByLayers("result")
            .whereLayer("log")
            .mayOnlyBeAccessedByLayers("command", "session")
            .whereLayer("chart")
            .mayOnlyBeAccessedByLayers("result");

    @ArchTest
    static final ArchRule packages_have_no_cycles = slices().matching("org.inversionview.magics.(*)..")
            .should()
            .beFreeOfCycles()
            .because("a package that can be read on its own can be understood on its own");

    @ArchTest
    static final ArchRule charts_take_plain_numbers = noClasses()
            .that()
            .resideInAPackage("org.inversionview.magics.chart..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.inversionview.models..", "org.inversionview.magics.result..")
            .because("a chart of numbers can be tested with numbers, and used for others");

    @ArchTest
    static final ArchRule the_toolkit_knows_no_result = noClasses()
            .that()
            .resideInAPackage("org.inversionview.magics.view..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.inversionview.models..", "org.inversionview.magics.result..")
            .because("what is shown is said by the results; the toolkit draws it");
}
