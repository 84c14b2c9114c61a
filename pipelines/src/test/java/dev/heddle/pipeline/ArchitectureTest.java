/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.heddle.mapreduce", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule packagesHaveNoCycle =
            slices().matching("dev.heddle.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule theEngineKnowsNothingOfText = noClasses()
            .that()
            .resideInAPackage("dev.heddle.mapreduce")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.heddle.mapreduce.text");

    @ArchTest
    static final ArchRule publicClassesUseNothingButTheJdkJSpecifyAndHeddle = classes()
            .that()
            .arePublic()
            .should()
            .onlyDependOnClassesThat(resideInAPackage("java..")
                    .or(resideInAPackage("org.jspecify.annotations"))
                    .or(resideInAPackage("dev.heddle.."))
                    .or(arraysOfPrimitives()));

    private static DescribedPredicate<JavaClass> arraysOfPrimitives() {
        return DescribedPredicate.describe(
                "primitives and arrays of allowed types",
                type -> type.getBaseComponentType().isPrimitive()
                        || resideOutsideOfPackages("com..", "org..").test(type.getBaseComponentType()));
    }
}
