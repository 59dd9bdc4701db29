package io.defenderrelay.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A class that another one knows, and how: by anything that ArchUnit takes for a dependency, or by catching it, which
 * ArchUnit does not.
 */
record Imports(JavaClass target, String how) {
    static Stream<Imports> of(JavaClass javaClass) {
        Stream<Imports> named =
                javaClass.getDirectDependenciesFromSelf().stream().map(Imports::named);
        Stream<Imports> caught = javaClass.getCodeUnits().stream().flatMap(Imports::caught);
        return Stream.concat(named, caught);
    }

    static ArchCondition<JavaClass> none(String... packages) {
        return none("import " + String.join(", ", packages), resideInAnyPackage(packages));
    }

    static ArchCondition<JavaClass> nothingBut(String... packages) {
        return none(
                "import anything but " + String.join(", ", packages),
                resideInAnyPackage(packages).negate());
    }

    private static ArchCondition<JavaClass> none(String what, Predicate<JavaClass> forbidden) {
        return new ArchCondition<>("not " + what) {
            @Override
            public void check(JavaClass javaClass, ConditionEvents events) {
                of(javaClass)
                        .filter(imported -> !imported.target().isPrimitive() && forbidden.test(imported.target()))
                        .forEach(imported -> events.add(SimpleConditionEvent.violated(javaClass, imported.how())));
            }
        };
    }

    private static Imports named(Dependency dependency) {
        return new Imports(dependency.getTargetClass().getBaseComponentType(), dependency.getDescription());
    }

    private static Stream<Imports> caught(JavaCodeUnit code) {
        return code.getTryCatchBlocks().stream()
                .flatMap(block -> block.getCaughtThrowables().stream())
                .map(caught -> new Imports(caught, code.getDescription() + " catches <" + caught.getName() + ">"));
    }
}
