package io.defenderrelay.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.core.domain.JavaModifier.SYNTHETIC;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.elements.GivenClassesConjunction;
import jakarta.inject.Inject;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/**
 * The rules of the house, for the classes below any root: the product's own, or planted ones that break them. They read
 * class files as the compiler wrote them, so that what agents add while tests run is not judged.
 */
public final class ArchitectureRules {
    private static final String VAGUE = ".*(Utils?|Helper|Manager|Common|Impl|Base|DTO|Dto)|Abstract.*";

    private final String root;
    private final Rooms rooms;

    public ArchitectureRules(String root) {
        this.root = root;
        this.rooms = new Rooms(root);
    }

    /** All of them. */
    public List<ArchRule> all() {
        return List.of(
                roomsImportOneWay(),
                everyClassHasARoom(),
                roomsFormNoCycle(),
                lambdaStaysInFunction(),
                awsSdkStaysInAws(),
                msalStaysInMicrosoft(),
                restClientStaysInMicrosoft(),
                modelKnowsOnlyTheJdk(),
                problemKnowsOnlyTheJdkAndModel(),
                timeAndChanceComeFromWiring(),
                nobodyPrints(),
                nobodyLogsByTheJdk(),
                aFunctionHasOneFunq(),
                onlyAFunctionHasFunqs(),
                packagesAreNullMarked(),
                namesSayWhatAClassIs(),
                staticsNeverChange(),
                nothingIsInjectedIntoFields(),
                classesAreClosed());
    }

    ArchRule roomsImportOneWay() {
        return classes().should(rooms.importOneWay());
    }

    ArchRule everyClassHasARoom() {
        return classes().should(rooms.haveOne());
    }

    ArchRule roomsFormNoCycle() {
        return slices().matching(root + ".(*)..").should().beFreeOfCycles();
    }

    ArchRule lambdaStaysInFunction() {
        return outside("function").should(Imports.none("com.amazonaws.."));
    }

    ArchRule awsSdkStaysInAws() {
        return outside("aws").and(notWiring()).should(Imports.none("software.amazon.."));
    }

    ArchRule msalStaysInMicrosoft() {
        return outside("microsoft").should(Imports.none("com.microsoft.."));
    }

    ArchRule restClientStaysInMicrosoft() {
        return outside("microsoft")
                .and(notWiring())
                .should(Imports.none(
                        "jakarta.ws.rs..",
                        "org.eclipse.microprofile.rest.client..",
                        "org.jboss.resteasy..",
                        "io.quarkus.rest.client..",
                        "io.vertx..",
                        "java.net.http.."));
    }

    ArchRule modelKnowsOnlyTheJdk() {
        return classes()
                .that()
                .resideInAPackage(room("model"))
                .should(Imports.nothingBut("java..", "org.jspecify..", room("model")));
    }

    ArchRule problemKnowsOnlyTheJdkAndModel() {
        return classes()
                .that()
                .resideInAPackage(room("problem"))
                .should(Imports.nothingBut("java..", "org.jspecify..", room("problem"), room("model")));
    }

    ArchRule timeAndChanceComeFromWiring() {
        return classes().that(notWiring()).should(Calls.askForTimeOrChance());
    }

    ArchRule nobodyPrints() {
        return classes().should(Calls.print());
    }

    ArchRule nobodyLogsByTheJdk() {
        return classes().should(Imports.none("java.util.logging.."));
    }

    ArchRule aFunctionHasOneFunq() {
        return classes()
                .that()
                .resideInAPackage(room("function"))
                .and(are(simpleNameEndingWith("Function")))
                .should(Shape.oneFunq());
    }

    ArchRule onlyAFunctionHasFunqs() {
        return classes()
                .that()
                .resideOutsideOfPackage(room("function"))
                .or()
                .haveSimpleNameNotEndingWith("Function")
                .should(Shape.noFunq());
    }

    ArchRule packagesAreNullMarked() {
        return classes().should(Shape.standInAMarkedPackage());
    }

    ArchRule namesSayWhatAClassIs() {
        return classes().should(Shape.notBeNamedLike(VAGUE));
    }

    ArchRule staticsNeverChange() {
        return fields().that().areStatic().and().doNotHaveModifier(SYNTHETIC).should(Shape.keepNoStaticState());
    }

    ArchRule nothingIsInjectedIntoFields() {
        return fields().should()
                .notBeAnnotatedWith(Inject.class)
                .andShould()
                .notBeAnnotatedWith(ConfigProperty.class)
                .andShould()
                .notBeAnnotatedWith(RestClient.class);
    }

    /** Quarkus makes proxies of functions. */
    ArchRule classesAreClosed() {
        return classes()
                .that(DescribedPredicate.not(DescribedPredicate.and(
                        JavaClass.Predicates.resideInAPackage(room("function")), simpleNameEndingWith("Function"))))
                .should(Shape.closed());
    }

    private GivenClassesConjunction outside(String name) {
        return classes().that().resideOutsideOfPackage(room(name));
    }

    private String room(String name) {
        return root + "." + name + "..";
    }

    private DescribedPredicate<JavaClass> notWiring() {
        return DescribedPredicate.describe(
                "are not Wiring", javaClass -> !javaClass.getName().matches(root + "\\.Wiring(\\$.*)?"));
    }
}
