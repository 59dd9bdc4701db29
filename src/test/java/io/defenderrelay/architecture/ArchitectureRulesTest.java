package io.defenderrelay.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Shows that each rule reports the breaks planted for it, and none of the classes that only look like one. */
final class ArchitectureRulesTest {
    private static final String PLANTED = "io.defenderrelay.architecture.planted";
    private static final JavaClasses CLASSES = new ClassFileImporter().importPackages(PLANTED);
    private static final Pattern NAME =
            Pattern.compile(PLANTED.replace(".", "\\.") + "\\.((?:[a-z]+\\.)*[A-Z][\\w$]*)(?:\\.(\\w+))?");
    private static final Pattern IMPORT = Pattern.compile("(\\S+) must not import (\\S+):");

    private final ArchitectureRules rules = new ArchitectureRules(PLANTED);

    static List<ArchRule> all() {
        return new ArchitectureRules(PLANTED).all();
    }

    @ParameterizedTest
    @MethodSource("all")
    void everyRuleReportsSomethingPlanted(ArchRule rule) {
        assertThat(rule.evaluate(CLASSES).hasViolation()).isTrue();
    }

    /** Each planted room imports all rooms and the root: a line for each import, an {@code x} where it is forbidden. */
    @Test
    void exactlyTheImportsAgainstTheOrderAreReported() {
        List<String> order = List.of(
                "(root)",
                "function",
                "alert",
                "delivery",
                "feed",
                "hunting",
                "incident",
                "remediation",
                "writeback",
                "answer",
                "sync",
                "mapping",
                "ocsf",
                "store",
                "aws",
                "microsoft",
                "tenant",
                "problem",
                "model");
        List<String> forbidden = List.of(
                "(root)      ...................",
                "function    x..................",
                "alert       xx.xxxxxx..........",
                "delivery    xxx.xxxxx..........",
                "feed        xxxx.xxxx..........",
                "hunting     xxxxx.xxx..........",
                "incident    xxxxxx.xx..........",
                "remediation xxxxxxx.x..........",
                "writeback   xxxxxxxx...........",
                "answer      xxxxxxxxx.xxxxxxxxx",
                "sync        xxxxxxxxxx.xx......",
                "mapping     xxxxxxxxxxx....x...",
                "ocsf        xxxxxxxxxxxx.xxxxx.",
                "store       xxxxxxxxxxxxx..x...",
                "aws         xxxxxxxxxxxxxx.x...",
                "microsoft   xxxxxxxxxxxxxxx....",
                "tenant      xxxxxxxxxxxxxxxx...",
                "problem     xxxxxxxxxxxxxxxxx..",
                "model       xxxxxxxxxxxxxxxxxx.");

        Set<String> reported = details(rules.roomsImportOneWay()).stream()
                .flatMap(detail -> IMPORT.matcher(detail).results())
                .map(match -> match.group(1) + " > " + match.group(2))
                .collect(Collectors.toSet());

        assertThat(reported).containsExactlyInAnyOrderElementsOf(pairs(order, forbidden));
        assertThat(Rooms.names()).containsExactlyInAnyOrderElementsOf(order);
    }

    @Test
    void packageThatNoRuleKnowsIsReported() {
        assertThat(offenders(rules.everyClassHasARoom()))
                .containsExactlyInAnyOrder("attic.Forgotten", "alert.cellar.Hidden");
    }

    @Test
    void cycleOfRoomsIsReported() {
        assertThat(details(rules.roomsFormNoCycle()))
                .isNotEmpty()
                .allMatch(detail -> detail.startsWith("Cycle detected"));
    }

    @Test
    void foreignTypesAreReportedOutsideTheirRooms() {
        assertThat(offenders(rules.lambdaStaysInFunction())).containsExactly("alert.ForeignTypes");
        assertThat(offenders(rules.awsSdkStaysInAws())).containsExactly("alert.ForeignTypes");
        assertThat(offenders(rules.msalStaysInMicrosoft())).containsExactly("alert.ForeignTypes");
        assertThat(offenders(rules.restClientStaysInMicrosoft()))
                .containsExactlyInAnyOrder("alert.ForeignTypes", "tenant.InjectsFields");
    }

    @Test
    void librariesInModelAndProblemAreReported() {
        assertThat(offenders(rules.modelKnowsOnlyTheJdk()))
                .containsExactlyInAnyOrder("model.Parsing", "model.ModelRoom");
        assertThat(offenders(rules.problemKnowsOnlyTheJdkAndModel()))
                .containsExactlyInAnyOrder("problem.Logging", "problem.ProblemRoom");
    }

    @Test
    void timeAndChanceAreReportedHoweverTheyAreAskedFor() {
        List<String> details = details(rules.timeAndChanceComeFromWiring());

        assertThat(offenders(rules.timeAndChanceComeFromWiring()))
                .containsExactlyInAnyOrder("sync.ReadsTheClock", "sync.Sleeps", "sync.Rolls");
        assertThat(details).hasSize(12);
    }

    @Test
    void printingAndOtherLogsAreReported() {
        assertThat(offenders(rules.nobodyPrints())).containsExactly("store.Prints");
        assertThat(details(rules.nobodyPrints())).hasSize(3);
        assertThat(offenders(rules.nobodyLogsByTheJdk())).containsExactly("store.LogsByTheJdk");
    }

    @Test
    void functionsThatAreNoneAndFunqsThatAreNoFunctionAreReported() {
        assertThat(offenders(rules.aFunctionHasOneFunq()))
                .containsExactlyInAnyOrder("function.NoFunqFunction", "function.TwoFunqsFunction");
        assertThat(offenders(rules.onlyAFunctionHasFunqs()))
                .containsExactlyInAnyOrder("function.Misnamed", "alert.MisplacedFunction");
    }

    @Test
    void packageWithoutNullMarkedIsReported() {
        assertThat(offenders(rules.packagesAreNullMarked()))
                .contains("attic.Forgotten", "alert.cellar.Hidden")
                .doesNotContain("PlantedRoot", "Wiring");
    }

    @Test
    void nameThatSaysNothingIsReported() {
        assertThat(offenders(rules.namesSayWhatAClassIs()))
                .containsExactlyInAnyOrder(
                        "tenant.VagueNames$TenantUtil",
                        "tenant.VagueNames$TenantUtils",
                        "tenant.VagueNames$TenantHelper",
                        "tenant.VagueNames$TenantManager",
                        "tenant.VagueNames$TenantCommon",
                        "tenant.VagueNames$TenantImpl",
                        "tenant.VagueNames$TenantBase",
                        "tenant.VagueNames$TenantDTO",
                        "tenant.VagueNames$TenantDto",
                        "tenant.VagueNames$AbstractTenant");
    }

    @Test
    void staticStateIsReported() {
        assertThat(fields(rules.staticsNeverChange()))
                .containsExactlyInAnyOrder("set", "SHOWN_ARRAY", "HASH_MAP", "COUNTER", "CACHE", "LOCAL");
    }

    @Test
    void injectedFieldIsReported() {
        assertThat(fields(rules.nothingIsInjectedIntoFields()))
                .containsExactlyInAnyOrder("injected", "configured", "client");
    }

    @Test
    void classThatAnybodyCanExtendIsReported() {
        assertThat(offenders(rules.classesAreClosed()))
                .containsExactlyInAnyOrder(
                        "tenant.Open$Extensible",
                        "tenant.Open$Unfinished",
                        "function.Misnamed",
                        "alert.MisplacedFunction");
    }

    private static List<String> pairs(List<String> order, List<String> lines) {
        List<String> pairs = new ArrayList<>();
        for (String line : lines) {
            String[] parts = line.split(" +", -1);
            for (int to = 0; to < order.size(); to++) {
                if (parts[1].charAt(to) == 'x') {
                    pairs.add(parts[0] + " > " + order.get(to));
                }
            }
        }
        return pairs;
    }

    private static List<String> details(ArchRule rule) {
        return rule.evaluate(CLASSES).getFailureReport().getDetails();
    }

    /** The class that each detail names first. */
    private static Set<String> offenders(ArchRule rule) {
        return named(rule, 1);
    }

    /** The field that each detail names first. */
    private static Set<String> fields(ArchRule rule) {
        return named(rule, 2);
    }

    private static Set<String> named(ArchRule rule, int group) {
        return details(rule).stream()
                .map(detail ->
                        NAME.matcher(detail).results().findFirst().orElseThrow().group(group))
                .collect(Collectors.toSet());
    }
}
