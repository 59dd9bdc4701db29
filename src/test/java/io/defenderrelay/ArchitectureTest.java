package io.defenderrelay;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.EvaluationResult;
import io.defenderrelay.architecture.ArchitectureRules;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the product's classes against the rules of the house; that each rule bites is shown beside the rules. */
final class ArchitectureTest {
    private static final JavaClasses PRODUCT = new ClassFileImporter().importPath(Path.of("target/classes"));

    @ParameterizedTest
    @MethodSource("rules")
    void productObeys(ArchRule rule) {
        EvaluationResult result = rule.evaluate(PRODUCT);

        assertThat(result.getFailureReport().getDetails())
                .as(rule.getDescription())
                .isEmpty();
    }

    @Test
    void productIsThere() {
        assertThat(PRODUCT.contain(Settings.class)).isTrue();
        assertThat(PRODUCT.contain(ArchitectureTest.class)).isFalse();
    }

    static List<ArchRule> rules() {
        return new ArchitectureRules("io.defenderrelay").all();
    }
}
