package io.defenderrelay.microsoft;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorBodyTest {
    @ParameterizedTest
    @CsvSource({
        "error-400-hunting-resources.json, BadRequest",
        "error-400-hunting-result-size.json, BadRequest",
        "error-400-invalid-filter.json, BadRequest",
        "error-400-kql-semantic.json, BadRequest",
        "error-400-kql-syntax.json, BadRequest",
        "error-400-top-exceeded.json, none",
        "error-403-authorization-request-denied.json, Authorization_RequestDenied",
        "error-401-invalid-token.json, InvalidAuthenticationToken",
        "error-403-missing-role.json, Forbidden",
        "error-404-not-found.json, NotFound",
        "error-429-generic.json, 429",
        "error-500-unknown.json, UnknownError",
        "error-504-unknown.json, UnknownError",
        "error-lowercase-innererror.json, invalidRange"
    })
    void recordedErrorHasItsDeepestCode(String file, String code) throws IOException {
        try (InputStream body = Files.newInputStream(Path.of("src/test/resources/recorded/graph", file))) {
            assertThat(ErrorBody.read(body).code()).isEqualTo(code);
        }
    }

    @Test
    void everyRecordedErrorIsTested() throws IOException {
        try (var files = Files.list(Path.of("src/test/resources/recorded/graph"))) {
            assertThat(files.filter(file -> file.getFileName().toString().startsWith("error-")))
                    .hasSize(14);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"error\":{\"innerError\":{\"code\":\"inner\"},\"code\":\"outer\"}} | inner",
                "{\"error\":{\"code\":\"outer\",\"innererror\":{\"code\":\"inner\",\"innererror\":{\"code\":\"core\"}}}} | core",
                "{\"error\":{\"code\":\"outer\",\"innerError\":{\"code\":\"\"}}} | outer",
                "{\"error\":{\"code\":\"outer\",\"innerError\":null}} | outer",
                "{\"error\":{\"code\":\"outer\",\"details\":[{\"code\":\"detail\"}]}} | outer",
                "{\"error\":\"invalid_client\",\"error_description\":\"AADSTS7000215: text\"} | invalid_client",
                "{\"error\":\"a text with blanks\"} | none",
                "{\"error\":{\"code\":429}} | none",
                "{\"error\":{\"code\":\"two\\nlines\"}} | none",
                "{\"error\":{\"code\":null}} | none",
                "{\"error\":{}} | none",
                "{\"code\":\"Bare\",\"message\":\"m\"} | Bare",
                "{} | none",
                "[] | none",
                "null | none",
                "<html><body>502 Bad Gateway</body></html> | none",
                "upstream connect error | none"
            })
    void codeIsFoundInAnyShapeAndNothingElse(String body, String code) {
        assertThat(read(body)).isEqualTo(code);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\u0000", "{"})
    void unreadableBodyHasNoCode(String body) {
        assertThat(read(body)).isEqualTo("none");
    }

    @Test
    void codeThatIsTooLongIsNotShown() {
        assertThat(read("{\"error\":{\"code\":\"" + "a".repeat(65) + "\"}}")).isEqualTo("none");
    }

    @Test
    void codeBeforeABodyIsCutOffIsKept() {
        assertThat(read("{\"error\":{\"code\":\"Early\",\"message\":\"" + "x".repeat(100_000) + "\"}}"))
                .isEqualTo("Early");
    }

    @Test
    void endlessBodyIsReadUpToALimitOnly() {
        AtomicLong taken = new AtomicLong();
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                taken.incrementAndGet();
                return ' ';
            }

            @Override
            public int read(byte[] target, int offset, int length) {
                taken.addAndGet(length);
                Arrays.fill(target, offset, offset + length, (byte) ' ');
                return length;
            }
        };

        assertThat(ErrorBody.read(endless).code()).isEqualTo("none");
        assertThat(taken).hasValue(65_536);
    }

    @Test
    void bodyThatBreaksOffHasNoCode() {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("reset");
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                throw new IOException("reset");
            }
        };

        assertThat(ErrorBody.read(broken).code()).isEqualTo("none");
    }

    private static String read(String body) {
        return ErrorBody.read(new ByteArrayInputStream(body.getBytes(UTF_8))).code();
    }
}
