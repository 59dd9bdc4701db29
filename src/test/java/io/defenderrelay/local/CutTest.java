package io.defenderrelay.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.defenderrelay.aws.Expression;
import io.defenderrelay.aws.Item;
import io.defenderrelay.aws.Key;
import io.defenderrelay.aws.SortRange;
import io.defenderrelay.aws.Table;
import io.defenderrelay.aws.Update;
import io.defenderrelay.aws.Write;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CutTest {
    private static final Item ITEM = Item.of(new Key("A", "1"), Map.of("n", 1));

    private final String name = LocalAws.createTable();
    private final Table direct = new Table(LocalAws.dynamoDb(), name, LocalAws.noPause());

    @ParameterizedTest
    @MethodSource("calls")
    void cutLeavesEveryCallAsItself(Consumer<Table> call) {
        ThrowingCallable before = () -> call.accept(table(Boundaries.cutBefore(1)));
        ThrowingCallable after = () -> call.accept(table(Boundaries.cutAfter(1)));

        assertThatThrownBy(before).isInstanceOf(ProcessCut.class);
        assertThatThrownBy(after).isInstanceOf(ProcessCut.class);
    }

    @Test
    void cutBeforeLeavesNoEffectAndCutAfterLeavesOne() {
        assertThatThrownBy(() -> table(Boundaries.cutBefore(1)).put(ITEM)).isInstanceOf(ProcessCut.class);
        boolean early = direct.get(ITEM.key()).isPresent();
        assertThatThrownBy(() -> table(Boundaries.cutAfter(1)).put(ITEM)).isInstanceOf(ProcessCut.class);
        boolean late = direct.get(ITEM.key()).isPresent();

        assertThat(early).isFalse();
        assertThat(late).isTrue();
    }

    @Test
    void deadProcessSendsNothing() {
        Boundaries boundaries = Boundaries.cutAfter(1);
        Table table = table(boundaries);

        assertThatThrownBy(() -> table.get(ITEM.key())).isInstanceOf(ProcessCut.class);
        assertThatThrownBy(() -> table.put(ITEM)).isInstanceOf(ProcessCut.class);
        assertThat(direct.get(ITEM.key())).isEmpty();
        assertThat(boundaries.calls()).containsExactly("GetItemRequest");
    }

    @Test
    void clientsOfOneProcessAreCutTogether() {
        Boundaries boundaries = Boundaries.cutBefore(2);
        Table first = table(boundaries);
        Table second = table(boundaries);

        first.put(ITEM);

        assertThatThrownBy(() -> second.get(ITEM.key())).isInstanceOf(ProcessCut.class);
        assertThatThrownBy(() -> first.get(ITEM.key())).isInstanceOf(ProcessCut.class);
    }

    private Table table(Boundaries boundaries) {
        return new Table(LocalAws.dynamoDb(new Cut(boundaries)), name, LocalAws.noPause());
    }

    static Stream<Consumer<Table>> calls() {
        Update update = new Update(ITEM.key(), "SET #n = :n", null, Map.of("n", 2));
        return Stream.of(
                table -> table.get(ITEM.key()),
                table -> table.getAll(List.of(ITEM.key())),
                table -> table.put(ITEM),
                table -> table.put(ITEM, Expression.ABSENT),
                table -> table.putAll(List.of(ITEM)),
                table -> table.update(update),
                table -> table.query("A", SortRange.all(), 1, true),
                table -> table.transact(UUID.randomUUID().toString(), List.of(new Write.Change(update))));
    }
}
