package io.defenderrelay.local;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** The unzipped {@code function.zip}, and beside it the few classes of ours that its processes need. */
final class Artifact implements AutoCloseable {
    private static final Path ZIP = Path.of("target", "function.zip");

    private final Path folder;

    private Artifact(Path folder) {
        this.folder = folder;
    }

    /** Unzips the packaged artifact to a folder of its own. */
    static Artifact unzip() throws IOException {
        if (!Files.exists(ZIP)) {
            throw new IllegalStateException(ZIP + " is not there: run ./mvnw package -DskipTests first");
        }
        Artifact artifact = new Artifact(Files.createTempDirectory("defender-relay-"));
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(ZIP))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                artifact.add(artifact.root(), entry.getName(), zip);
            }
        }
        if (Files.exists(artifact.root().resolve("bootstrap"))) {
            throw new IllegalStateException(ZIP + " holds a native binary; package it without -Dnative");
        }
        artifact.addClass(RuntimeLoop.class);
        return artifact;
    }

    /** What Lambda calls the task root. */
    Path root() {
        return folder.resolve("task");
    }

    /** The artifact as Lambda puts it on the class path, after the runtime. */
    String classPath() {
        return String.join(
                File.pathSeparator,
                runtime().toString(),
                root().toString(),
                root().resolve("lib").toString() + File.separator + "*");
    }

    static long size() {
        return ZIP.toFile().length();
    }

    @Override
    public void close() {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (IOException | UncheckedIOException left) {
            folder.toFile().deleteOnExit();
        }
    }

    /** Puts a file before the artifact on the class path. */
    void addText(String name, String text) throws IOException {
        add(runtime(), name, new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    private Path runtime() {
        return folder.resolve("runtime");
    }

    /** Puts a class of ours before the artifact on the class path, without the classes nested in it. */
    void addClass(Class<?> type) throws IOException {
        String name = type.getName().replace('.', '/') + ".class";
        try (InputStream file = Artifact.class.getClassLoader().getResourceAsStream(name)) {
            if (file == null) {
                throw new IllegalStateException(name + " is not on the class path");
            }
            add(runtime(), name, file);
        }
    }

    private void add(Path place, String name, InputStream content) throws IOException {
        Path file = place.resolve(name).normalize();
        if (!file.startsWith(place)) {
            throw new IOException(ZIP + " has an entry that leaves its folder");
        }
        if (name.endsWith("/")) {
            Files.createDirectories(file);
            return;
        }
        Files.createDirectories(file.getParent());
        try (var out = Files.newOutputStream(file)) {
            content.transferTo(out);
        }
    }
}
