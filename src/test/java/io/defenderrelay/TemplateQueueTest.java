package io.defenderrelay;

import static org.assertj.core.api.Assertions.assertThat;

import io.defenderrelay.Template.DeployedFunction;
import io.defenderrelay.Template.Resource;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds each queue of {@code template.yaml} against the function that it feeds. */
@NullMarked
final class TemplateQueueTest {
    private static final int TICK_SECONDS = 120;
    private static final int LONGEST_SECONDS = 1_209_600;
    private static final Template TEMPLATE = Template.read();

    /** A queue and what takes from it. */
    private record Source(Resource queue, DeployedFunction function, YamlNode event) {
        boolean redrives() {
            return queue.property("RedrivePolicy").exists();
        }

        String deadLetters() {
            return queue.property("RedrivePolicy", "deadLetterTargetArn", "Fn::GetAtt")
                    .text()
                    .replace(".Arn", "");
        }

        @Override
        public String toString() {
            return queue.name();
        }
    }

    private static Stream<Source> sources() {
        return TEMPLATE.functions().stream()
                .flatMap(function -> function.events("SQS").stream().map(event -> {
                    String name = event.at("Queue", "Fn::GetAtt").text().replace(".Arn", "");
                    return new Source(TEMPLATE.resource(name), function, event);
                }));
    }

    private static Stream<Source> redriving() {
        return sources().filter(Source::redrives);
    }

    @Test
    void everyQueueFeedsOneFunctionOrKeepsWhatFailed() {
        List<String> feeding = sources().map(Source::toString).toList();
        Set<String> all = TEMPLATE.resources("AWS::SQS::Queue").stream()
                .map(Resource::name)
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(feeding).hasSize(5).doesNotHaveDuplicates();
        assertThat(all).containsAll(feeding);
        feeding.forEach(all::remove);
        assertThat(all).allMatch(name -> name.endsWith("DeadLetters"));
    }

    @Test
    void ticksOfFeedsAreGivenUpAndTheWorkOfPeopleIsNot() {
        assertThat(redriving()).extracting(Source::toString).containsExactlyInAnyOrder("HuntQueue", "ActionQueue");
        assertThat(sources().filter(source -> !source.redrives())).allSatisfy(source -> assertThat(
                        source.queue().property("MessageRetentionPeriod").number())
                .as(source.toString())
                .isEqualTo(TICK_SECONDS));
    }

    @ParameterizedTest
    @MethodSource("sources")
    void messageIsHiddenUntilItsWorkerHasSurelyEnded(Source source) {
        assertThat(source.queue().property("VisibilityTimeout").number())
                .isGreaterThanOrEqualTo(source.function().timeoutSeconds());
    }

    @ParameterizedTest
    @MethodSource("sources")
    void messagesComeOneByOneToAtMostSoManyWorkers(Source source) {
        String most =
                source.event().at("ScalingConfig", "MaximumConcurrency", "Ref").text();

        assertThat(source.event().at("BatchSize").number()).isEqualTo(1);
        assertThat(source.event().at("MaximumBatchingWindowInSeconds").exists()).isFalse();
        assertThat(TEMPLATE.root().at("Parameters", most, "MinValue").number()).isEqualTo(2);
        assertThat(TEMPLATE.root().at("Parameters", most, "MaxValue").number()).isEqualTo(1_000);
    }

    @ParameterizedTest
    @MethodSource("sources")
    void workerSaysWhichMessagesItCouldNotDealWith(Source source) {
        List<String> answers = source.event().at("FunctionResponseTypes").texts();

        // Publish never fails for one tenant's sake.
        assertThat(answers)
                .isEqualTo(
                        source.function().export().equals("publish") ? List.of() : List.of("ReportBatchItemFailures"));
    }

    @ParameterizedTest
    @MethodSource("redriving")
    void whatFailedAgainAndAgainIsKeptBeforeItIsTooOld(Source source) {
        Resource queue = source.queue();
        int tries = queue.property("RedrivePolicy", "maxReceiveCount").number();
        Resource kept = TEMPLATE.resource(source.deadLetters());

        assertThat(tries).isBetween(3, 5);
        assertThat(queue.property("MessageRetentionPeriod").number())
                .isGreaterThan((tries + 1) * queue.property("VisibilityTimeout").number());
        assertThat(kept.property("MessageRetentionPeriod").number()).isEqualTo(LONGEST_SECONDS);
    }

    @Test
    void everyQueueThatKeepsWhatFailedHasAnAlarm() {
        Set<String> watched = TEMPLATE.resources("AWS::CloudWatch::Alarm").stream()
                .filter(alarm -> alarm.property("MetricName").text().equals("ApproximateNumberOfMessagesVisible"))
                .map(alarm -> alarm.property("Dimensions").items().get(0).at("Value", "Fn::GetAtt"))
                .map(queue -> queue.text().replace(".QueueName", ""))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(TEMPLATE.resources("AWS::SQS::Queue").stream()
                        .map(Resource::name)
                        .filter(name -> name.endsWith("DeadLetters")))
                .containsExactlyInAnyOrderElementsOf(watched);
    }

    /** Lambda ends what looks like a loop after 16 rounds, unless it is told that the loop is meant. */
    @Test
    void functionThatSendsToItsOwnQueueMayDoSo() {
        assertThat(sources()).allSatisfy(source -> {
            boolean own = source.function().environment().values().stream()
                    .anyMatch(value -> value.at("Ref").text().equals(source.toString()));
            assertThat(source.function().resource().property("RecursiveLoop").text())
                    .as(source.toString())
                    .isEqualTo(own ? "Allow" : "");
        });
    }

    @Test
    void everyQueueIsEncrypted() {
        assertThat(TEMPLATE.resources("AWS::SQS::Queue")).hasSize(9).allSatisfy(queue -> assertThat(
                        queue.property("SqsManagedSseEnabled").text())
                .isEqualTo("true"));
    }
}
