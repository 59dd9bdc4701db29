package io.defenderrelay;

import static java.util.Objects.requireNonNullElse;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.AbstractConstruct;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * A place in a YAML file that can be asked for what is below it, whether or not it is there. CloudFormation's short tags
 * are read as their long form: {@code !Ref X} is {@code {Ref: X}}, {@code !Sub x} is {@code {Fn::Sub: x}}.
 */
@NullMarked
public record YamlNode(String name, @Nullable Object value) {

    /** Reads a file; an alias in it is an error, since CloudFormation knows none. */
    public static YamlNode read(Path file) {
        LoaderOptions options = new LoaderOptions();
        options.setMaxAliasesForCollections(0);
        options.setAllowDuplicateKeys(false);
        try (Reader reader = Files.newBufferedReader(file)) {
            return new YamlNode(file.toString(), new Yaml(new ShortTags(options)).load(reader));
        } catch (IOException e) {
            throw new IllegalStateException("Cannot read " + file + ": run the tests in the project's folder", e);
        }
    }

    public boolean exists() {
        return value != null;
    }

    public YamlNode at(String... names) {
        YamlNode place = this;
        for (String next : names) {
            place = place.members().getOrDefault(next, new YamlNode(place.name + "." + next, null));
        }
        return place;
    }

    /** What is below, by name and in the file's order; empty where there is nothing or no map. */
    public Map<String, YamlNode> members() {
        Map<String, YamlNode> members = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, member) -> members.put(key.toString(), new YamlNode(name + "." + key, member)));
        }
        return members;
    }

    /** The entries of a list; a single value counts as a list of one, as in IAM policies. */
    public List<YamlNode> items() {
        if (value instanceof List<?> list) {
            return list.stream().map(item -> new YamlNode(name + "[]", item)).toList();
        }
        return value == null ? List.of() : List.of(this);
    }

    public List<String> texts() {
        return items().stream().map(YamlNode::text).toList();
    }

    /** The value as text; empty where there is none. */
    public String text() {
        return requireNonNullElse(value, "").toString();
    }

    public int number() {
        return Integer.parseInt(text());
    }

    /** This place and every place below it. */
    public Stream<YamlNode> everything() {
        Stream<YamlNode> below = value instanceof List<?> ? items().stream() : members().values().stream();
        return Stream.concat(Stream.of(this), below.flatMap(YamlNode::everything));
    }

    /** Reads {@code !Ref}, {@code !GetAtt} and their like as maps of one entry. */
    private static final class ShortTags extends SafeConstructor {

        ShortTags(LoaderOptions options) {
            super(options);
            yamlMultiConstructors.put("!", new AbstractConstruct() {
                @Override
                public Object construct(Node node) {
                    String word = node.getTag().getValue().substring(1);
                    return Map.of(word.equals("Ref") ? word : "Fn::" + word, content(node));
                }
            });
        }

        private Object content(Node node) {
            if (node instanceof MappingNode mapping) {
                return constructMapping(mapping);
            }
            if (node instanceof SequenceNode sequence) {
                return constructSequence(sequence);
            }
            return constructScalar((ScalarNode) node);
        }
    }
}
