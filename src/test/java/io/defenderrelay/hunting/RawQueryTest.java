package io.defenderrelay.hunting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.defenderrelay.problem.UnprocessableException;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RawQueryTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "DeviceInfo",
                "DeviceInfo | take 1;",
                ";; DeviceInfo ;",
                "\uFEFFDeviceInfo\r\n| where OSPlatform\u00A0== 'Linux' // the new ones\r\n| take 5",
                "print X = 1",
                "let since = ago(1d); DeviceInfo | where Timestamp > since",
                "let twice = (x: long) { let y = x; y * 2 }; print twice(4)",
                "let f = () { let t = DeviceInfo; t | take 1; }; f()",
                "DeviceInfo | join kind=inner (DeviceEvents | take 1) on $left.DeviceId == $right.DeviceId",
                "union withsource=T (DeviceInfo | take 1), (DeviceEvents | take 1) | sort by Timestamp desc",
                "DeviceEvents | where AdditionalFields has '; DROP' or FileName == \"a;b\" | take 1",
                "DeviceEvents | where FileName == \"say \\\"; .show tables\\\"\" | take 1",
                "DeviceEvents | where FolderPath == @'C:\\' or FolderPath == @\"say \"\"; .show\"\" \\\" | take 1",
                "DeviceEvents | where FileName == h'; .show' or FileName == H@\"; .show\\\" | take 1",
                "print t = ```\n; .show tables | evaluate python()\n``` | take 1",
                "print t = ~~~\n; \"set\n~~~",
                "DeviceInfo // then | evaluate bag_unpack(X); .show tables \"\n| take 1",
                "DeviceInfo | where DeviceName == 'evaluate' or DeviceName has \"cluster('x')\"",
                "DeviceInfo | where Name == \"externaldata(x)\"",
                "DeviceInfo | extend arg = 1, adx = 2 | where arg > 1 and adx in (1, 2)",
                "DeviceInfo | summarize arg_max(Timestamp, *) by DeviceId",
                "DeviceInfo | project ['evaluate'], ['externaldata'], [\"cluster\"]",
                "DeviceInfo | where D['cluster'] in ('a', 'b')",
                "DeviceInfo | partition by ['Device Type'] (top 1 by Timestamp desc)",
                "DeviceInfo | extend Set = 1, alias = 2 | project Set, alias, pattern = 3",
                "DeviceEvents | sort by Timestamp asc | scan declare (n: long = 0) with (step s: true => n = s.n + 1;)",
                "DeviceEvents | where Timestamp between (datetime(2026-09-01) .. datetime(\"2026-09-02 10:00:00\"))",
                "DeviceEvents | where Timestamp > datetime(Sat, 8 Nov 14 15:05:02 GMT) and 1d < timespan(1.02:03:04)",
                "print a = int(null), b = real(+inf), c = guid(74be27de-1e4e-49d9-b579-fe0b331d3642), d = datetime(null)",
                "DeviceEvents | where FileName =~ 'a' and FileName !~ 'b' and FileName in~ ('a') and FileName !in~ ('b')",
                "print 1 + 2.5 / 0x1F - 1e-3 % 2, 5h, 1.5d, x.y[0]['z'], -1 <> 2, (1 .. 2)",
                "print dynamic({\"set\": [1, {\"a\": null}], 'b': \"}\"})",
                "DeviceInfo | where DeviceName matches regex @'^srv[0-9]{2}\\.' and Path !has @\"\\\\x\"",
                "T | where a != b and c <= d and e >= f and not(g) | extend h = iff(true, 1, 2), H = h"
            })
    void queryOfTheTenantsDataIsSent(String query) {
        assertThatCode(() -> RawQuery.check(query)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n\t\r\n", ";", ";;", "// DeviceInfo", "// a\n// b\r\n", "\uFEFF"})
    void nothingIsRefused(String query) {
        refused(query).hasMessageContaining("asks nothing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"let x = 1", "let x = 1; let y = x;", "let f = () { DeviceInfo; };"})
    void onlyLetStatementsAreRefused(String query) {
        refused(query).hasMessageContaining("asks nothing");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DeviceInfo; DeviceEvents",
                "DeviceInfo; let x = 1; DeviceEvents",
                "let x = 1; print x; print x",
                "print 'a'; print 'b'",
                "DeviceInfo // one\n; DeviceEvents"
            })
    void secondQueryIsRefused(String query) {
        refused(query).hasMessageContaining("asks more than once");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".show tables",
                " \n.drop table DeviceInfo",
                "// hello\n.show cluster",
                "\uFEFF.show tables",
                "let x = 1; .show tables",
                "DeviceInfo | take 1; .set-or-append T <| DeviceInfo",
                "let f = () { .show tables }; f()"
            })
    void managementCommandIsRefused(String query) {
        refused(query).hasMessageContaining("a management command");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "set notruncation; DeviceInfo",
                "SET notruncation; DeviceInfo",
                "set ['notruncation']; DeviceInfo",
                "// why\nset truncationmaxsize=1; DeviceInfo",
                "DeviceInfo; set notruncation",
                "alias database d = x; DeviceInfo",
                "declare query_parameters(x: long = 1); DeviceInfo",
                "declare pattern a = (a: string) { ('x') = { DeviceInfo }; }; a('x')",
                "restrict access to (DeviceInfo); DeviceInfo",
                "pattern app; DeviceInfo",
                "let f = () { set notruncation; DeviceInfo }; f()",
                "let f = () { let x = 1; set notruncation; DeviceInfo }; f()"
            })
    void statementThatChangesHowQueriesRunIsRefused(String query) {
        refused(query).hasMessageContaining("has a statement that begins with '");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DeviceInfo | evaluate bag_unpack(AdditionalFields)",
                "DeviceInfo|evaluate/**/python()",
                "DeviceInfo | EVALUATE pivot(OSPlatform)",
                "evaluate http_request('https://example.org')",
                "DeviceInfo | fork (evaluate autocluster()) (take 1)",
                "DeviceInfo // a comment\n| // another\nevaluate hint.distribution=single narrow()",
                "print 'x' // \"\n| evaluate f()",
                "print \"\\\\\" | evaluate f() // \"",
                "print @\"\\\" | evaluate f() // \"",
                "print @'it''s' | evaluate f() // '",
                "print h\"x\" | evaluate f()",
                "print ```a\"b``` | evaluate f() // \"```",
                "print x in~ ('a') | evaluate f()",
                "DeviceInfo |\u00A0evaluate\u3000f()"
            })
    void pluginIsRefusedWhereverItIsCode(String query) {
        refused(query).hasMessageContaining("uses 'evaluate'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "externaldata (x: string) ['https://example.org/x.csv']",
                "ExternalData(x: string) ['https://example.org/x.csv']",
                "let x = externaldata(a: string) [h@'https://example.org/x.csv'] with (format='csv'); x",
                "external_data(x: string) ['https://example.org/x.csv']",
                "externaldata hint.x=1 (x: string) ['https://example.org']",
                "inline_external_table (x: string) kind=storage dataformat=csv ('https://example.org')"
            })
    void dataFromElsewhereIsRefused(String query) {
        refused(query).hasMessageContaining("which reads data from elsewhere");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cluster('help').database('Samples').StormEvents",
                "Cluster ( 'help' ).database('Samples').StormEvents",
                "cluster // where\n('help').database('Samples').StormEvents",
                "cluster\u200B('help').database('Samples').StormEvents",
                "{cluster}('help').database('Samples').StormEvents",
                "['cluster']('help').database('Samples').StormEvents",
                "[\"cluster\"] ('help').database('Samples').StormEvents",
                "['clus' \"ter\"]('help').database('Samples').StormEvents",
                "[@'cluster']('help').database('Samples').StormEvents",
                "[```cluster```]('help').database('Samples').StormEvents",
                "external_table('x')",
                "workspace('x').SecurityEvent",
                "['workspace']('x').SecurityEvent",
                "{app}('x').requests",
                "resource('/subscriptions/x').SecurityEvent",
                "database('x').T",
                "union DeviceInfo, (adx('https://example.org/db').T)",
                "arg('').Resources | take 1",
                "let f = () { arg(\"\").Resources }; f()"
            })
    void callOutOfTheTenantIsRefused(String query) {
        refused(query).hasMessageContaining("which reads data from elsewhere");
    }

    @Test
    void callByANameWithEscapesIsRefused() {
        refused("['cl\\u0075ster']('help').database('Samples').StormEvents")
                .hasMessageContaining("by a name with escapes");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "print 'a",
                "print \"a",
                "print \"a'",
                "print 'a\nb'",
                "print 'a\rb'",
                "print \"a\\",
                "print \"a\\\"",
                "print \"a\\\nb\"",
                "print @\"a\"\"",
                "print @'a\nb'",
                "print h'a",
                "print ['a",
                "let x = \"; DeviceInfo"
            })
    void openTextIsRefused(String query) {
        refused(query).hasMessageMatching("Line 1 of the query has a text that is not closed: .*");
    }

    @ParameterizedTest
    @ValueSource(strings = {"print\n\n```a", "print \n\n ```a``", "print\n\n~~~a```", "print\r\n\r\nh```a"})
    void openTextOfSeveralLinesIsRefused(String query) {
        refused(query).hasMessageMatching("Line 3 of the query has a text of several lines that is not closed: .*");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "print ``````",
                "print ```a````",
                "print ~~~~a~~~",
                "print x =~~~~a~~~",
                "print x !~~~~~~ a ~~~ | take 1 | evaluate f() ~~~",
                "print x in~~~~ ('a')"
            })
    void quotesThatCanBeReadInTwoWaysAreRefused(String query) {
        refused(query).hasMessageContaining("in a row");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "print datetime(\" ) | evaluate f() | where x == datetime( \")",
                "print datetime(2026-01-01 // \n) | take 1",
                "print int('1\"')",
                "print DateTime(now())",
                "print timespan ('1' + 2)",
                "print guid(```x```)"
            })
    void valueThatCanBeReadInTwoWaysIsRefused(String query) {
        refused(query).hasMessageContaining("with something else in it than one plain value");
    }

    @Test
    void commentThatCanEndInTwoPlacesIsRefused() {
        refused("// x\r```\n| evaluate f() //```\nDeviceInfo")
                .hasMessageContaining("has a carriage return alone in a comment");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"#connect cluster", "a & b", "a ^ b", "a \\ b", "a ` b", "a ~ b", "naïve", "a\u2060b", "T | “x”"
            })
    void characterThatIsNoKqlIsRefused(String query) {
        refused(query).hasMessageContaining("has a character that means nothing in KQL");
    }

    static Stream<String> unreadable() {
        return Stream.of(
                        "\u0000", "\u0007", "\f", "\u001b", "\u007f", "\u0085", "\u009f", "\u2028", "\u2029", "\ud83d",
                        "\ude00")
                .flatMap(odd ->
                        Stream.of("DeviceInfo" + odd + "| take 1", "print '" + odd + "'", "DeviceInfo // " + odd));
    }

    @ParameterizedTest
    @MethodSource("unreadable")
    void characterThatReadersTakeDifferentlyIsRefusedEverywhere(String query) {
        refused(query).hasMessageContaining("has control characters");
    }

    @Test
    void wholeSurrogatePairsAreText() {
        assertThatCode(() -> RawQuery.check("print '\ud83d\ude00' // \ud83d\ude00"))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"print (1", "print 1)", "print ([1)]", "let f = () { DeviceInfo; f()", "}", "print [1;"})
    void bracketsThatDoNotMatchAreRefused(String query) {
        refused(query).hasMessageContaining("has brackets that do not match");
    }

    @Test
    void longQueryIsRefused() {
        String longest = "print '" + "a".repeat(31_992) + "'";

        assertThatCode(() -> RawQuery.check(longest)).doesNotThrowAnyException();
        refused(longest + " ").hasMessageContaining("is longer than 32,000 characters");
    }

    @Test
    void deepAndRepetitiveQueriesAreReadInOnePass() {
        refused("(".repeat(32_000)).hasMessageContaining("brackets");
        refused("\\".repeat(32_000)).hasMessageContaining("means nothing");
        assertThatCode(() -> RawQuery.check("print \"" + "\\\"".repeat(15_000) + "\""))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SecretTable; SecretTable",
                "SecretTable | evaluate SecretTable()",
                "cluster('SecretTable')",
                "set SecretTable",
                "print 'SecretTable",
                "SecretTable & 1",
                "print datetime(SecretTable())",
                "SecretTable ("
            })
    void reasonNeverRepeatsTheQuery(String query) {
        refused(query).message().doesNotContain("Secret");
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> refused(String query) {
        return assertThatThrownBy(() -> RawQuery.check(query))
                .isInstanceOfSatisfying(UnprocessableException.class, refused -> assertThat(refused.field())
                        .isEqualTo("query"));
    }
}
