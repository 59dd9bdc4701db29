package io.defenderrelay.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SecretTest {
    private final Secret secret = new Secret("value-for-this-test");

    record Holder(String name, Secret secret) {}

    @Test
    void printsAsAMaskWhereverItStands() {
        assertThat(secret).hasToString("***");
        assertThat("" + secret).isEqualTo("***");
        assertThat(String.format("%s", secret)).isEqualTo("***");
        assertThat(Optional.of(secret)).hasToString("Optional[***]");
        assertThat(List.of(secret)).hasToString("[***]");
        assertThat(new Holder("name", secret).toString()).isEqualTo("Holder[name=name, secret=***]");
    }

    @Test
    void isRevealedWhereItIsAskedFor() {
        assertThat(secret.reveal()).isEqualTo("value-for-this-test");
    }

    @Test
    void equalsAnotherOfTheSameValueOnly() {
        assertThat(secret)
                .isEqualTo(new Secret("value-for-this-test"))
                .hasSameHashCodeAs(new Secret("value-for-this-test"))
                .isNotEqualTo(new Secret("another"))
                .isNotEqualTo("value-for-this-test");
    }
}
