package io.defenderrelay.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.defenderrelay.local.Boundaries;
import io.defenderrelay.local.Cut;
import io.defenderrelay.local.LocalAws;
import io.defenderrelay.problem.StoreException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Writes that take effect while their answer gets lost on the way back. */
class LostAnswerTest {
    private static final Item ITEM = Item.of(new Key("A#acme#1", "HEAD"), Map.of("n", 1));

    private final String name = LocalAws.createTable();
    private final Table direct = new Table(LocalAws.dynamoDb(), name, LocalAws.noPause());

    @Test
    void transactionIsFoundCommitted() {
        Boundaries boundaries = Boundaries.loseAnswer(1);

        boolean committed = table(boundaries).transact(UUID.randomUUID().toString(), countUp());

        assertThat(committed).isTrue();
        assertThat(boundaries.count()).isEqualTo(2);
        assertThat(direct.get(ITEM.key()).orElseThrow().number("n")).isEqualTo(1);
    }

    @Test
    void transactionThatItsClientSendsTwiceTakesEffectOnce() {
        boolean committed =
                table(Boundaries.sendTwice(1)).transact(UUID.randomUUID().toString(), countUp());

        assertThat(committed).isTrue();
        assertThat(direct.get(ITEM.key()).orElseThrow().number("n")).isEqualTo(1);
    }

    @Test
    void conditionalPutThatItsClientSendsTwiceFindsItsOwnEffect() {
        boolean made = table(Boundaries.sendTwice(1)).put(ITEM, Expression.ABSENT);

        assertThat(made).isFalse();
        assertThat(direct.get(ITEM.key())).contains(ITEM);
    }

    @Test
    void batchEndsInAnExceptionAndMayHaveTakenEffect() {
        assertThatThrownBy(() -> table(Boundaries.loseAnswer(1)).putAll(List.of(ITEM)))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("no answer came");
        assertThat(direct.get(ITEM.key())).contains(ITEM);
    }

    private Table table(Boundaries boundaries) {
        return new Table(LocalAws.dynamoDb(new Cut(boundaries)), name, LocalAws.noPause());
    }

    private static List<Write> countUp() {
        return List.of(new Write.Change(new Update(ITEM.key(), "ADD #n :one", null, Map.of("one", 1))));
    }
}
