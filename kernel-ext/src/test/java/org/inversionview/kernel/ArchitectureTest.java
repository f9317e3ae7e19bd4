package org.inversionview.kernel;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** That the ways into a kernel can be read one by one. */
@AnalyzeClasses(packages = "org.inversionview.kernel", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule packages_have_no_cycles = slices().matching("org.inversionview.kernel.(*)..")
            .should()
            .beFreeOfCycles()
            .because("a package that can be read on its own can be understood on its own");
}
