package io.defenderrelay.hunting;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class IpAddressTest {
    @ParameterizedTest
    @CsvSource({
        "0.0.0.0, 0.0.0.0",
        "192.0.2.255, 192.0.2.255",
        "::, ::",
        "::1, ::1",
        "1::, 1::",
        "2001:DB8::A, 2001:db8::a",
        "2001:0db8:0000:0000:0000:0000:0000:0001, 2001:db8::1",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "2001:db8::1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "1:2:3:4:5:6:7::, 1:2:3:4:5:6:7:0",
        "::2:3:4:5:6:7:8, 0:2:3:4:5:6:7:8",
        "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
        "64:ff9b::192.0.2.33, 64:ff9b::c000:221",
        "1:2:3:4:5:6:192.0.2.33, 1:2:3:4:5:6:c000:221",
        "::ffff:192.0.2.33, 192.0.2.33",
        "::FFFF:C000:0221, 192.0.2.33",
        "0:0:0:0:0:ffff:0:0, 0.0.0.0"
    })
    void addressHasOneText(String given, String canonical) {
        assertThat(IpAddress.canonical(given)).contains(canonical);
        assertThat(IpAddress.canonical(canonical)).contains(canonical);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost",
                "example.org",
                "dead.beef",
                "1",
                "127.1",
                "192.0.2",
                "192.0.2.256",
                "192.0.2.01",
                "192.0.2.1.5",
                "0x7f.0.0.1",
                "192.0.2.1/24",
                "192.0.2.1 ",
                "192.0.2.1\n",
                "１９２.0.2.1",
                ":",
                ":::",
                "1::2::3",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1:2:3:4:5:6:7::8",
                ":1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:",
                "12345::",
                "g::",
                "fe80::1%eth0",
                "[::1]",
                "::1]",
                "::ffff:192.0.2.256",
                "::192.0.2.1:1",
                "192.0.2.1::",
                "1.2.3.4:5.6.7.8::",
                "-1::",
                "+1::",
                "::\"",
                "2001:0db8:0000:0000:0000:0000:0000:0001:0000:0001"
            })
    void otherTextIsNoAddress(String text) {
        assertThat(IpAddress.canonical(text)).isEmpty();
    }
}
