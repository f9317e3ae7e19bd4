package org.inversionview.kernel;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.ObjectCodec;
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

    @ArchTest
    static final ArchRule what_comes_from_outside_is_read_strictly = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("org.inversionview.kernel.embedded.Message")
            .should()
            .callMethodWhere(target(owner(assignableTo(ObjectCodec.class).or(assignableTo(JsonFactory.class))))
                    .and(target(nameMatching("read.*|createParser"))))
            .because("StrictJson knows the bounds and says what is wrong in words; only what a front end has signed is"
                    + " taken as it comes: a message says nothing wrong that could be asked for again");
}
