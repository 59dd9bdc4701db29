package io.defenderrelay.remediation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import io.defenderrelay.Contract;
import io.defenderrelay.model.ActionKind;
import io.defenderrelay.problem.InvalidRequestException;
import io.defenderrelay.remediation.RequestMembers.Member;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A request for an action is taken by the code if and only if {@code infra/openapi.yaml} describes it. */
class ActionRequestContractTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Contract CONTRACT = Contract.read();
    private static final JsonSchema SCHEMA = CONTRACT.schema("ActionRequest");

    /** A body, and whether it is a request. */
    private record Case(String name, String body, boolean right) {}

    @ParameterizedTest
    @EnumSource
    void requestWithWhatItsKindTakesIsTakenAndNoOther(ActionKind kind) {
        List<Case> cases = cases(kind);

        assertThat(cases)
                .hasSizeGreaterThan(50)
                .filteredOn(each -> described(each.body()) != each.right() || taken(each.body()) != each.right())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"add-indicator", "remove-indicator"})
    void valueOfAnIndicatorHasTheFormOfItsType(String kind) {
        ActionKind action = ActionKind.parse(kind).orElseThrow();
        List<Case> cases = new ArrayList<>();
        RequestMembers.indicatorValues().forEach(type -> {
            ObjectNode body = least(action).put("indicatorType", type.name());
            type.right().forEach(value -> cases.add(new Case(type.name(), with(body, "value", value), true)));
            type.wrong().forEach(value -> cases.add(new Case(type.name(), with(body, "value", value), false)));
        });

        assertThat(cases)
                .filteredOn(each -> described(each.body()) != each.right() || taken(each.body()) != each.right())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "null", "1", "\"isolate-device\"", "[{\"kind\":\"scan-device\"}]"})
    void whatIsNoObjectWithAKindIsRefused(String body) {
        assertThat(described(body)).isFalse();
        assertThat(taken(body)).isFalse();
    }

    /** All that a schema cannot say, or could only say unreadably. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a member given twice | scan-device | {KIND,'device':'h','device':'h','reason':'r'}",
                "more after the object | scan-device | {KIND,'device':'h','reason':'r'} {}",
                "a day that the month lacks | add-indicator | {KIND,BLOCK,'expiresAt':'2026-02-30T00:00:00Z'}",
                "an offset above 18 hours | add-indicator | {KIND,BLOCK,'expiresAt':'2026-02-03T00:00:00+18:30'}",
                "the year 0 | add-indicator | {KIND,BLOCK,'expiresAt':'0000-01-01T00:00:00Z'}",
                "a blank that is no space | scan-device | {KIND,'device':'\u2003','reason':'r'}",
                "characters that count twice | disable-user | {KIND,'user':'SMILES','reason':'r'}",
                "one mail in two spellings | remediate-mail | {KIND,MAILS,'reason':'r'}",
            })
    void onlyTheCodeRefuses(String what, String kind, String text) {
        String body = text.replace("KIND", "'kind':'" + kind + "'")
                .replace(
                        "BLOCK",
                        "'indicatorType':'ip','value':'203.0.113.7','effect':'block','title':'C2','reason':'r'")
                .replace("SMILES", "\ud83d\ude00".repeat(129))
                .replace("MAILS", "'disposal':'junk','mails':[" + mail("a") + "," + mail("A") + "]")
                .replace('\'', '"');

        assertThat(described(body)).as(what).isTrue();
        assertThat(taken(body)).as(what).isFalse();
    }

    @Test
    void blanksAtTheEndsOfATextAreNoFault() {
        String body = "{\"kind\":\" scan-device\",\"device\":\"h\",\"scan\":\"full \",\"reason\":\"r" + " ".repeat(500)
                + "\"}";

        assertThat(described(body)).isFalse();
        assertThat(ActionRequest.read(body))
                .isEqualTo(ActionRequest.read(
                        "{\"kind\":\"scan-device\",\"device\":\"h\",\"scan\":\"full\",\"reason\":\"r\"}"));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void examplesAreRequests(JsonNode example) {
        assertThat(SCHEMA.validate(example)).isEmpty();
        assertThat(taken(example.toString())).isTrue();
    }

    @Test
    void eachKindLeadsToItsSchema() {
        Map<String, String> mapping = JSON.convertValue(
                CONTRACT.component("ActionRequest").path("discriminator").path("mapping"),
                JSON.getTypeFactory().constructMapType(Map.class, String.class, String.class));

        assertThat(mapping).hasSameSizeAs(ActionKind.values());
        for (ActionKind kind : ActionKind.values()) {
            String name = mapping.getOrDefault(kind.word(), "").replace("#/components/schemas/", "");
            assertThat(CONTRACT.schema(name).validate(least(kind)))
                    .as(kind.word())
                    .isEmpty();
        }
    }

    static List<JsonNode> examples() {
        List<JsonNode> examples = new ArrayList<>();
        CONTRACT.of(new Contract.Operation("POST", "/v1/tenants/{tenant}/actions"))
                .at("/requestBody/content/application~1json/examples")
                .forEach(example -> examples.add(example.path("value")));
        return examples;
    }

    private static List<Case> cases(ActionKind kind) {
        List<Case> cases = new ArrayList<>();
        ObjectNode all = least(kind);
        cases.add(new Case("the least", all.toString(), true));
        RequestMembers.optional(kind).forEach(member -> set(all, member.name(), member.first()));
        cases.add(new Case("everything", all.toString(), true));
        List<Member> members = new ArrayList<>(RequestMembers.required(kind));
        members.forEach(member -> cases.add(new Case(
                "without " + member.name(),
                all.deepCopy().without(member.name()).toString(),
                false)));
        members.addAll(RequestMembers.optional(kind));
        for (Member member : members) {
            member.right().forEach(value -> cases.add(new Case(member.name(), with(all, member.name(), value), true)));
            member.wrong().forEach(value -> cases.add(new Case(member.name(), with(all, member.name(), value), false)));
        }
        for (Member member : RequestMembers.foreign(kind)) {
            cases.add(new Case("foreign " + member.name(), with(all, member.name(), member.first()), false));
            cases.add(new Case("foreign " + member.name(), with(least(kind), member.name(), "null"), false));
        }
        return cases;
    }

    private static ObjectNode least(ActionKind kind) {
        ObjectNode body = JSON.createObjectNode();
        RequestMembers.required(kind).forEach(member -> set(body, member.name(), member.first()));
        return body;
    }

    private static String with(ObjectNode body, String name, String value) {
        ObjectNode changed = body.deepCopy();
        set(changed, name, value);
        return changed.toString();
    }

    private static void set(ObjectNode body, String name, String value) {
        body.set(name, tree(value));
    }

    private static String mail(String letter) {
        return "{'networkMessageId':'" + letter + "a1b2c3d-1111-4222-8333-444455556666','recipient':'jo@contoso.com'}";
    }

    private static boolean described(String body) {
        return SCHEMA.validate(tree(body)).isEmpty();
    }

    private static boolean taken(String body) {
        try {
            ActionRequest.read(body);
            return true;
        } catch (InvalidRequestException refused) {
            return false;
        }
    }

    private static JsonNode tree(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException notJson) {
            throw new UncheckedIOException(notJson);
        }
    }
}
