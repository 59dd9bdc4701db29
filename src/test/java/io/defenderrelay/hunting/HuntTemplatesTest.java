package io.defenderrelay.hunting;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HuntTemplatesTest {
    private static final Path FOLDER = Path.of("src/main/resources/hunts");
    private static final Path PROPERTIES = Path.of("src/main/resources/application.properties");
    private static final Path SCHEMA = Path.of("src/test/resources/hunting/schema.txt");

    private final HuntTemplates templates = new HuntTemplates();

    static List<HuntTemplate> all() {
        return new HuntTemplates().all();
    }

    @Test
    void everyFileOfTheFolderIsATemplate() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            List<String> names = files.map(file -> file.getFileName().toString())
                    .sorted()
                    .map(file -> file.replaceFirst("\\.kql$", ""))
                    .toList();

            assertThat(names).hasSizeGreaterThanOrEqualTo(12);
            assertThat(templates.all()).extracting(HuntTemplate::name).containsExactlyElementsOf(names);
        }
    }

    @Test
    void nativeBinaryHasTheFolder() throws IOException {
        assertThat(Files.readString(PROPERTIES))
                .containsPattern("quarkus\\.native\\.resources\\.includes=.*hunts/\\*\\.kql");
    }

    @ParameterizedTest
    @MethodSource("all")
    void templateIsFoundByItsName(HuntTemplate template) {
        assertThat(templates.find(template.name())).contains(template);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "unknown",
                "Device-Timeline",
                "device-timeline.kql",
                "../hunts/device-timeline",
                "/device-timeline"
            })
    void otherNamesFindNothing(String name) {
        assertThat(templates.find(name)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("all")
    void headerReadsWell(HuntTemplate template) {
        assertThat(template.name()).matches("[a-z]+(-[a-z]+)*");
        assertThat(template.title()).matches("[A-Z].{5,60}[^.]");
        assertThat(template.description()).matches("[A-Z].{20,200}\\.");
        assertThat(template.techniques()).allMatch(id -> id.matches("T\\d{4}(\\.\\d{3})?"));
        assertThat(template.parameters())
                .allSatisfy(parameter -> assertThat(parameter.description()).matches("[A-Z].{5,100}\\."));
    }

    @ParameterizedTest
    @MethodSource("all")
    void placesStandWhereALiteralMay(HuntTemplate template) {
        List<KqlTokens.Token> code = KqlTokens.code(template.query());
        long places = code.stream().filter(HuntTemplatesTest::isValue).count();

        assertThat(code).noneMatch(token -> token.kind() == KqlTokens.Kind.UNKNOWN);
        assertThat(template.query().split("\\$\\{", -1)).hasSize((int) places + 1);
        for (int index = 1; index < code.size(); index++) {
            boolean spliced = isText(code.get(index - 1)) && isText(code.get(index));
            assertThat(spliced)
                    .as("two texts side by side would be read as one")
                    .isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void newestRowsAreTakenAtTheEnd(HuntTemplate template) {
        assertThat(template.query())
                .containsPattern("\n\\| (top \\$\\{maxRows} by Timestamp desc"
                        + "|sort by (Timestamp|LastSeen) desc\n\\| take \\$\\{maxRows})$")
                .containsOnlyOnce("${maxRows}");
    }

    @ParameterizedTest
    @MethodSource("all")
    void headerIsNotSent(HuntTemplate template) {
        assertThat(template.bind(Binding.usual(template), 100)).doesNotContain("// title", "// parameter");
    }

    @ParameterizedTest
    @MethodSource("all")
    void usualValuesMakeAQueryThatMayBeSent(HuntTemplate template) {
        for (TemplateParameter parameter : template.parameters()) {
            JsonNode usual = Binding.usual(parameter.type());

            assertThat(Binding.attempt(template, parameter, usual)).isPresent();
        }
    }

    /** Microsoft answers a wrong name with an error that only a real tenant would show. */
    @ParameterizedTest
    @MethodSource("all")
    void tablesAndColumnsAreThoseOfTheSchema(HuntTemplate template) throws IOException {
        List<KqlTokens.Token> code = KqlTokens.code(template.query());
        Map<String, Set<String>> schema = schema();
        Set<String> known = new HashSet<>(definedIn(code));
        code.stream().map(KqlTokens.Token::text).filter(schema::containsKey).forEach(table -> {
            known.add(table);
            known.addAll(schema.get(table));
        });

        assertThat(known).hasSizeGreaterThan(5);
        for (int index = 0; index < code.size(); index++) {
            KqlTokens.Token token = code.get(index);
            boolean member = index > 0 && code.get(index - 1).is(".");
            if (token.kind() == KqlTokens.Kind.WORD
                    && Character.isUpperCase(token.text().charAt(0))
                    && !member) {
                assertThat(known).contains(token.text());
            }
        }
    }

    private static Map<String, Set<String>> schema() throws IOException {
        Map<String, Set<String>> schema = new HashMap<>();
        for (String line : Files.readAllLines(SCHEMA)) {
            String[] parts = line.split(": ", 2);
            schema.put(parts[0], Arrays.stream(parts[1].split(" ", -1)).collect(Collectors.toSet()));
        }
        return schema;
    }

    /** Names that the query itself makes: {@code Name = ...}, and {@code withsource=Name}. */
    private static Set<String> definedIn(List<KqlTokens.Token> code) {
        Set<String> names = new HashSet<>();
        for (int index = 1; index < code.size() - 1; index++) {
            boolean assigned = code.get(index).is("=")
                    && !code.get(index + 1).is("=")
                    && !code.get(index + 1).is("~");
            if (assigned && code.get(index - 1).kind() == KqlTokens.Kind.WORD) {
                boolean source = code.get(index - 1).is("withsource");
                names.add(code.get(source ? index + 1 : index - 1).text());
            }
        }
        return names;
    }

    private static boolean isValue(KqlTokens.Token token) {
        return token.kind() == KqlTokens.Kind.PLACE;
    }

    private static boolean isText(KqlTokens.Token token) {
        return token.kind() == KqlTokens.Kind.TEXT || isValue(token);
    }
}
