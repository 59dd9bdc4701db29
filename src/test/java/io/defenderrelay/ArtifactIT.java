package io.defenderrelay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

/** Looks into the packaged {@code function.zip}: what is deployed holds the product and no part of its tests. */
final class ArtifactIT {

    private static final Path ARTIFACT = Path.of("target/function.zip");
    private static final Path TEST_CLASSES = Path.of("target/test-classes");

    /** Words of libraries that only tests use; none of them may name an entry, outside or inside a jar. */
    private static final List<String> TEST_LIBRARIES = List.of(
            "dynamodblocal",
            "dynamodbv2/local",
            "wiremock",
            "sqlite",
            "elasticmq",
            "pekko",
            "junit",
            "jqwik",
            "jazzer",
            "assertj",
            "archunit",
            "restassured",
            "jacoco");

    /** Unzipped. Source: AWS Lambda, "Lambda quotas", deployment package. */
    private static final long LAMBDA_LIMIT = 250L * 1024 * 1024;

    @Test
    void artifactHoldsNoTestLibrary() throws IOException {
        List<String> entries = entries();

        assertThat(entries).isNotEmpty().noneMatch(entry -> TEST_LIBRARIES.stream()
                .anyMatch(entry.toLowerCase(Locale.ROOT)::contains));
    }

    @Test
    void artifactHoldsNoTestClassOrTestData() throws IOException {
        List<String> ours = ownTestFiles();

        assertThat(ours).isNotEmpty();
        assertThat(entries()).doesNotContainAnyElementsOf(ours);
    }

    @Test
    void artifactStartsAsLambdaExpects() throws IOException {
        List<String> entries = entries();

        assertThat(entries)
                .as("the native bootstrap, or the JVM handler that template.yaml names")
                .containsAnyOf("bootstrap", "io/quarkus/funqy/lambda/FunqyStreamHandler.class");
    }

    @Test
    void artifactStaysBelowLambdasLimit() throws IOException {
        long unzipped = 0;
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(ARTIFACT))) {
            while (zip.getNextEntry() != null) {
                unzipped += zip.transferTo(OutputStream.nullOutputStream());
            }
        }

        assertThat(unzipped).isPositive().isLessThan(LAMBDA_LIMIT);
    }

    /** The names of all entries of the artifact and of the jars in it. */
    private static List<String> entries() throws IOException {
        assertThat(ARTIFACT).as("run ./mvnw verify, which packages it first").exists();
        try (InputStream file = Files.newInputStream(ARTIFACT)) {
            return entries(file);
        }
    }

    // The inner streams read from the outer one, which the caller closes.
    @SuppressWarnings("resource")
    private static List<String> entries(InputStream archive) throws IOException {
        List<String> names = new ArrayList<>();
        ZipInputStream zip = new ZipInputStream(archive);
        for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
            names.add(entry.getName());
            if (entry.getName().endsWith(".jar")) {
                names.addAll(entries(zip));
            }
        }
        return names;
    }

    private static List<String> ownTestFiles() throws IOException {
        try (Stream<Path> files = Files.walk(TEST_CLASSES)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> TEST_CLASSES.relativize(file).toString().replace('\\', '/'))
                    .filter(name -> !name.endsWith("package-info.class") && !name.endsWith(".properties"))
                    .toList();
        }
    }
}
