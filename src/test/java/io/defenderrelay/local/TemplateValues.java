package io.defenderrelay.local;

import io.defenderrelay.YamlNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Works out values of the template as CloudFormation would: {@code Ref}, {@code Fn::If}, {@code Fn::Sub}. Parameters have
 * their defaults, except that the artifact is the JVM's.
 */
final class TemplateValues {
    private static final Pattern IN_TEXT = Pattern.compile("\\$\\{([^}!]+)}");
    private static final Map<String, String> PSEUDO = Map.of(
            "AWS::Region", "eu-central-1",
            "AWS::AccountId", "000000000000",
            "AWS::Partition", "aws",
            "AWS::StackName", "local",
            "AWS::URLSuffix", "amazonaws.com",
            "Flavour", "jvm");

    private final YamlNode root;
    private final Map<String, String> created;

    TemplateValues(YamlNode root, Map<String, String> created) {
        this.root = root;
        this.created = Map.copyOf(created);
    }

    /** The value as text; empty for {@code AWS::NoValue}. */
    Optional<String> text(YamlNode value) {
        Map<String, YamlNode> members = value.members();
        if (members.isEmpty()) {
            return Optional.of(value.text());
        }
        if (members.containsKey("Ref")) {
            String name = members.get("Ref").text();
            return name.equals("AWS::NoValue") ? Optional.empty() : Optional.of(reference(name));
        }
        if (members.containsKey("Fn::If")) {
            List<YamlNode> parts = members.get("Fn::If").items();
            return text(parts.get(holds(parts.get(0).text()) ? 1 : 2));
        }
        if (members.containsKey("Fn::Sub")) {
            Matcher matcher = IN_TEXT.matcher(members.get("Fn::Sub").text());
            return Optional.of(matcher.replaceAll(found -> Matcher.quoteReplacement(reference(found.group(1)))));
        }
        throw unknown(value.name() + " uses " + members.keySet());
    }

    private boolean holds(String condition) {
        return truth(root.at("Conditions", condition));
    }

    private boolean truth(YamlNode condition) {
        if (condition.at("Fn::Not").exists()) {
            return !truth(condition.at("Fn::Not").items().get(0));
        }
        List<YamlNode> sides = condition.at("Fn::Equals").items();
        if (sides.size() != 2) {
            throw unknown(condition.name() + " is a condition of another kind");
        }
        return text(sides.get(0)).equals(text(sides.get(1)));
    }

    private String reference(String name) {
        if (created.containsKey(name)) {
            return created.get(name);
        }
        if (PSEUDO.containsKey(name)) {
            return PSEUDO.get(name);
        }
        YamlNode parameter = root.at("Parameters", name);
        if (!parameter.exists()) {
            throw unknown("it refers to " + name);
        }
        return parameter.at("Default").text();
    }

    private static IllegalStateException unknown(String what) {
        return new IllegalStateException("The local run cannot play template.yaml: " + what
                + ", which it does not know; teach it in TemplateValues or LocalTemplate");
    }
}
