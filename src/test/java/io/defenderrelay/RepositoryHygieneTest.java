package io.defenderrelay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Looks at the project's files as they stand in the tree: what must never be in one, and what must always be. */
final class RepositoryHygieneTest {

    private static final Path ROOT = Path.of("");
    private static final Set<String> NOT_OURS = Set.of(".git", "target", ".idea", ".vscode", ".settings");
    private static final long LARGEST = 1024 * 1024;

    // Written in pieces, or this file would be its own first finding.
    private static final Pattern REPOSITORY_HOST = Pattern.compile(
            "https?://[^\\s\"<>]*/maven" + "2|repo1?\\.maven" + "\\.|jit" + "pack\\.io|pypi\\." + "org|registry\\.npm"
                    + "js|--(extra-)?index" + "-url|<(plugin)?" + "Repository>|<distribution" + "Management>",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern PATH_OF_A_MACHINE =
            Pattern.compile("(^|[\\s\"'=(])/(work|root|home|Us" + "ers)/[a-z.]", Pattern.MULTILINE);
    private static final Pattern LITERAL_VERSION = Pattern.compile("<version>([^$<][^<]*)</version>");
    private static final Pattern ACTION = Pattern.compile("uses:\\s*(\\S+)(.*)");

    @Test
    void noFileNamesAPackageRepository() throws IOException {
        assertThat(files())
                .isNotEmpty()
                .allSatisfy(file -> assertThat(text(file)).as(file.toString()).doesNotContainPattern(REPOSITORY_HOST));
    }

    /** Evidence in samples may name such paths; what we write ourselves may not. */
    @Test
    void noFileNamesAPathOfOneMachine() throws IOException {
        assertThat(files())
                .filteredOn(file -> !file.startsWith("src/test/resources"))
                .isNotEmpty()
                .allSatisfy(
                        file -> assertThat(text(file)).as(file.toString()).doesNotContainPattern(PATH_OF_A_MACHINE));
    }

    @Test
    void noFileIsLarge() throws IOException {
        assertThat(files())
                .allSatisfy(
                        file -> assertThat(Files.size(file)).as(file.toString()).isLessThan(LARGEST));
    }

    @Test
    void scriptsCanBeRun() throws IOException {
        List<Path> scripts = new ArrayList<>(List.of(Path.of("mvnw")));
        try (Stream<Path> files = Files.list(Path.of(".ci"))) {
            files.forEach(scripts::add);
        }

        assertThat(scripts).hasSizeGreaterThan(1).allMatch(Files::isExecutable);
    }

    @Test
    void wrapperFetchesAPinnedMavenFromItsMakers() {
        String properties = text(Path.of(".mvn/wrapper/maven-wrapper.properties"));

        assertThat(properties)
                .containsPattern("distributionUrl=https://archive\\.apache\\.org/dist/maven/\\S+-bin\\.zip")
                .containsPattern("distributionSha256Sum=[0-9a-f]{64}");
    }

    @Test
    void everyVersionInThePomIsAProperty() {
        List<String> literal = LITERAL_VERSION
                .matcher(text(Path.of("pom.xml")))
                .results()
                .map(RepositoryHygieneTest::first)
                .toList();

        assertThat(literal).as("the project's own version and no other").hasSize(1);
    }

    @Test
    void everyActionIsPinnedToACommit() throws IOException {
        List<MatchResult> actions = workflows().stream()
                .flatMap(workflow -> ACTION.matcher(text(workflow)).results())
                .toList();

        assertThat(actions).isNotEmpty().allSatisfy(action -> {
            assertThat(action.group(1)).matches("[\\w.-]+/[\\w./-]+@[0-9a-f]{40}");
            assertThat(action.group(2)).as(action.group(1)).matches(" # v\\d+(\\.\\d+)*");
        });
    }

    @Test
    void workflowsMayOnlyRead() throws IOException {
        assertThat(workflows()).isNotEmpty().allSatisfy(workflow -> assertThat(
                        YamlNode.read(workflow).at("permissions").members())
                .as(workflow.toString())
                .containsOnlyKeys("contents")
                .allSatisfy((scope, access) -> assertThat(access.text()).isEqualTo("read")));
    }

    private static List<Path> workflows() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(".github/workflows"))) {
            return files.toList();
        }
    }

    private static List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>();
        Files.walkFileTree(ROOT, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                boolean skip = NOT_OURS.contains(folder.getFileName().toString());
                return skip ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                // In a worktree .git is a file that names a path of this machine.
                if (!NOT_OURS.contains(file.getFileName().toString())) {
                    files.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return files;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new IllegalStateException("Cannot read " + file, e);
        }
    }

    private static String first(MatchResult result) {
        return result.group(1);
    }
}
