package io.defenderrelay.remediation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.defenderrelay.Contract;
import io.defenderrelay.local.BusServer;
import io.defenderrelay.model.ActionKind;
import io.defenderrelay.store.ActionState;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What actions look like in the API and on the bus is what {@code infra} says. */
@QuarkusTest
class ActionContractTest extends ActionRuns {
    private static final Contract CONTRACT = Contract.read();

    @Test
    void actionsOfEveryStateAreAsDescribed() {
        List<String> ids = ids();
        JsonSchema action = CONTRACT.schema("Action");

        assertThat(ids).allSatisfy(id -> assertThat(action.validate(world.state(id)))
                .as(world.word(id))
                .isEmpty());
        assertThat(ids.stream().map(world::word))
                .contains("succeeded", "awaiting-approval", "refused", "checked", "handed-over", "running");
    }

    @Test
    void listAndAuditAreAsDescribed() {
        List<String> ids = ids();
        ActionQuery two = new ActionQuery(
                Set.of(), Set.of(), null, null, Instant.EPOCH, Instant.parse("2030-01-01T00:00:00Z"), 2, null);

        assertThat(CONTRACT.schema("Actions")
                        .validate(ActionWorld.tree(world.remediation().list(ActionWorld.ALIAS, two))))
                .isEmpty();
        assertThat(ids).allSatisfy(id -> assertThat(CONTRACT.schema("ActionAudit")
                        .validate(ActionWorld.tree(world.remediation().audit(ActionWorld.ALIAS, id, 0, 100))))
                .isEmpty());
    }

    @Test
    void eventsAreAsDescribed() throws IOException {
        ids();
        String text = Files.readString(Path.of("infra/events/action.schema.json"), UTF_8);
        JsonSchema schema =
                JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(text);

        assertThat(bus.taken())
                .isNotEmpty()
                .allSatisfy(event -> assertThat(schema.validate(event.detail())).isEmpty())
                .extracting(BusServer.Taken::type)
                .allMatch(type -> type.startsWith("Action "));
    }

    @Test
    void contractKnowsEveryKindAndState() {
        assertThat(words("ActionKind"))
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(ActionKind.values()).map(ActionKind::word).toList());
        assertThat(words("ActionState"))
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(ActionState.values())
                        .map(ActionState::word)
                        .toList());
    }

    private List<String> ids() {
        String isolated = world.approved("isolate-device");
        String disabled = world.approved("disable-user");
        String investigated = world.approved("start-investigation");
        world.workFor(Duration.ofMinutes(3));
        String mail = world.requested("mail", """
                {"kind":"remediate-mail","disposal":"junk","reason":"phish","mails":[
                {"networkMessageId":"0a1b2c3d-1111-4222-8333-444455556666","recipient":"jo@contoso.com"}]}""");
        String indicator = world.requested("indicator", """
                {"kind":"add-indicator","indicatorType":"ip","value":"203.0.113.7","effect":"block","title":"C2",
                "expiresAt":"2026-12-31T00:00:00Z","reason":"C2","ticket":"INC-1"}""");
        String unknown = world.requested("gone", world.body("isolate-device").replace(world.device, "gone-host"));
        String dry =
                world.requested("dry", world.body("scan-device").replace("\"reason\"", "\"dryRun\":true,\"reason\""));
        String scan = world.requested("scan-device");
        return List.of(isolated, disabled, investigated, mail, indicator, unknown, dry, scan);
    }

    private static List<String> words(String name) {
        List<String> words = new ArrayList<>();
        CONTRACT.component(name).path("enum").forEach(word -> words.add(word.asText()));
        return words;
    }
}
