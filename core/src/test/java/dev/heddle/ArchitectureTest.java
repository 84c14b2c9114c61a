/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle;

import static com.tngtech.archunit.core.domain.JavaModifier.PROTECTED;
import static com.tngtech.archunit.core.domain.JavaModifier.PUBLIC;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.util.LinkedHashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The rules that keep the module simple to use and to change. */
class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.heddle");

    @Test
    void noPackageImportsBack() {
        slices().matching("dev.heddle.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void publicSignaturesHoldTypesOfTheJdkAndOfTheApiOnly() {
        ArchRuleDefinition.classes()
                .that()
                .arePublic()
                .and()
                .resideOutsideOfPackage("dev.heddle.internal..")
                .should(haveOnlyOpenTypesInSignatures())
                .check(CLASSES);
    }

    /** Deadlines, idle times and lives stay what they are when somebody sets the clock of the machine. */
    @Test
    void nothingReadsTheWallClock() {
        ArchRuleDefinition.noClasses()
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.util.Date")
                .orShould()
                .dependOnClassesThat()
                .haveNameMatching("java\\.time\\.(Instant|Clock|.*DateTime|LocalDate|LocalTime)")
                .check(CLASSES);
    }

    private static ArchCondition<JavaClass> haveOnlyOpenTypesInSignatures() {
        return new ArchCondition<>("have only types of the JDK and of the API in public signatures") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                Set<JavaClass> used = new LinkedHashSet<>();
                type.getSuperclass()
                        .filter(parent -> !isMereLayout(parent.toErasure()))
                        .ifPresent(parent -> used.addAll(parent.getAllInvolvedRawTypes()));
                type.getInterfaces().forEach(parent -> used.addAll(parent.getAllInvolvedRawTypes()));
                type.getMembers().stream()
                        .filter(member -> member.getModifiers().contains(PUBLIC)
                                || member.getModifiers().contains(PROTECTED))
                        .forEach(member -> used.addAll(typesOf(member)));
                for (JavaClass other : used) {
                    if (!isOpen(other.getBaseComponentType())) {
                        events.add(SimpleConditionEvent.violated(
                                type, type.getName() + " has " + other.getName() + " in a public signature"));
                    }
                }
            }
        };
    }

    /**
     * Tells whether a class that users cannot name hands nothing down to them either: no member that they could use.
     */
    private static boolean isMereLayout(JavaClass parent) {
        return !isOpen(parent)
                && parent.getAllMembers().stream()
                        .filter(member -> !(member instanceof JavaConstructor))
                        .filter(member -> member.getOwner().getPackageName().equals(parent.getPackageName()))
                        .noneMatch(member -> member.getModifiers().contains(PUBLIC)
                                || member.getModifiers().contains(PROTECTED));
    }

    private static Set<JavaClass> typesOf(JavaMember member) {
        Set<JavaClass> types = new LinkedHashSet<>();
        if (member instanceof JavaField field) {
            types.addAll(field.getType().getAllInvolvedRawTypes());
        } else if (member instanceof JavaCodeUnit method) {
            types.addAll(method.getReturnType().getAllInvolvedRawTypes());
            method.getParameterTypes().forEach(parameter -> types.addAll(parameter.getAllInvolvedRawTypes()));
            method.getThrowsClause().forEach(thrown -> types.add(thrown.getRawType()));
        }
        return types;
    }

    private static boolean isOpen(JavaClass type) {
        String name = type.getPackageName();
        boolean ours = name.startsWith("dev.heddle.") && !name.startsWith("dev.heddle.internal");
        return type.isPrimitive()
                || name.startsWith("java.")
                || ours && type.getModifiers().contains(PUBLIC);
    }
}
