package io.defenderrelay.ocsf;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Files, and the processes that run from them. */
final class FileEvidence {
    private static final Map<String, Integer> HASHES = Map.of("md5", 1, "sha1", 2, "sha256", 3);
    private static final int REGULAR_FILE = 1;

    private FileEvidence() {}

    static void map(Evidence evidence) {
        if (!evidence.source.hasObject("fileDetails")) {
            return;
        }
        ObjectNode file = file(evidence.source.object("fileDetails"));
        evidence.entry.set("file", file);
        evidence.observables.add(Observables.FILE_NAME, file.path("name").asText());
        evidence.observables.add(Observables.FILE_PATH, file.path("path").asText(null));
        observeHashes(evidence, file);
    }

    static void mapProcess(Evidence evidence) {
        Members source = evidence.source;
        ObjectNode process = Typed.object();
        Long pid = source.takeNumber("processId");
        if (pid == null) {
            return;
        }
        process.put("pid", pid);
        Typed.put(process, "cmd_line", source.take("processCommandLine"));
        Typed.put(process, "created_time", source.time("processCreationDateTime"));
        if (source.hasObject("imageFile")) {
            ObjectNode file = file(source.object("imageFile"));
            process.put("name", file.path("name").asText()).set("file", file);
            observeHashes(evidence, file);
        }
        Typed.set(process, "parent_process", parent(source));
        if (source.hasObject("userAccount")) {
            Typed.set(process, "user", UserEvidence.user(source.object("userAccount"), evidence.observables));
        }
        evidence.entry.set("process", process);
        evidence.observables.add(Observables.PROCESS_NAME, process.path("name").asText(null));
        evidence.observables.add(
                Observables.COMMAND_LINE, process.path("cmd_line").asText(null));
    }

    private static @Nullable ObjectNode parent(Members source) {
        Long pid = source.takeNumber("parentProcessId");
        if (pid == null) {
            return null;
        }
        ObjectNode parent = Typed.object().put("pid", pid);
        Typed.put(parent, "created_time", source.time("parentProcessCreationDateTime"));
        if (source.hasObject("parentProcessImageFile")) {
            ObjectNode file = file(source.object("parentProcessImageFile"));
            parent.put("name", file.path("name").asText()).set("file", file);
        }
        return parent;
    }

    /** OCSF wants a name: the last part of the path will do, and the word unknown if there is no path either. */
    static ObjectNode file(Members details) {
        ObjectNode file = Typed.object();
        String name = details.take("fileName");
        String folder = details.look("filePath");
        file.put("name", name != null ? name : lastPart(folder)).put("type_id", REGULAR_FILE);
        Typed.put(file, "path", path(folder, name));
        Typed.put(file, "parent_folder", details.take("filePath"));
        Typed.put(file, "size", details.takeNumber("fileSize"));
        Typed.put(file, "company_name", details.take("filePublisher"));
        ArrayNode hashes = JsonNodeFactory.instance.arrayNode();
        for (String algorithm : new String[] {"md5", "sha1", "sha256"}) {
            String value = details.take(algorithm);
            if (value != null) {
                hashes.addObject()
                        .put("algorithm_id", HASHES.getOrDefault(algorithm, 0))
                        .put("value", value);
            }
        }
        Typed.set(file, "hashes", hashes);
        return file;
    }

    private static void observeHashes(Evidence evidence, ObjectNode file) {
        file.path("hashes")
                .forEach(hash -> evidence.observables.add(
                        Observables.HASH, hash.path("value").asText()));
    }

    /** Microsoft's path is the folder, and sometimes the file too. */
    private static @Nullable String path(@Nullable String folder, @Nullable String name) {
        if (folder == null || name == null || folder.endsWith("\\" + name) || folder.endsWith("/" + name)) {
            return folder;
        }
        String separator = folder.startsWith("/") ? "/" : "\\";
        return folder.endsWith(separator) ? folder + name : folder + separator + name;
    }

    private static String lastPart(@Nullable String path) {
        if (path == null) {
            return "unknown";
        }
        String last = path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
        return last.isBlank() ? "unknown" : last;
    }
}
