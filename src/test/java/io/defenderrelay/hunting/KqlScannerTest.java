package io.defenderrelay.hunting;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class KqlScannerTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "T | take 5 ~ NAME T, SYMBOL |, NAME take, NUMBER 5",
                "a.b[1..2] ~ NAME a, SYMBOL ., NAME b, SYMBOL [, NUMBER 1, SYMBOL ., SYMBOL ., NUMBER 2, SYMBOL ]",
                "1.5h 0x1F 1e5 ~ NUMBER 1.5h, NUMBER 0x1F, NUMBER 1e5",
                "$left._x ~ NAME $left, SYMBOL ., NAME _x",
                "h'a' ah'b' ~ TEXT a, NAME ah, TEXT b",
                "'a\\'b' \"c\\\"d\" ~ TEXT a\\'b, TEXT c\\\"d",
                "@'a\\' h@\"b\"\"c\" ~ TEXT a\\, TEXT b\"\"c",
                "['a b'] ~ SYMBOL [, TEXT a b, SYMBOL ]",
                "datetime(2026-09-01) ~ VALUE datetime(2026-09-01)",
                "datetime x ~ NAME datetime, NAME x",
                "mydatetime('x') ~ NAME mydatetime, SYMBOL (, TEXT x, SYMBOL )",
                "a // b 'c ~ NAME a",
                "a / b ~ NAME a, SYMBOL /, NAME b"
            })
    void queryIsCutIntoTokens(String query, String tokens) {
        assertThat(KqlScanner.scan(query))
                .extracting(token -> token.kind() + " " + token.text())
                .containsExactly(tokens.split(", ", -1));
    }
}
