package ipvm.effect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ipvm.data.MalformedException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UrlTest {

    @ParameterizedTest
    @CsvSource({
        "http://example.com, http://example.com, example.com, 80, /",
        "HTTP://EXAMPLE.com:80/, http://example.com/, example.com, 80, /",
        "https://example.com:443/a?b=c, https://example.com/a?b=c, example.com, 443, /a?b=c",
        "https://h:8443/%7euser/%e2%82%ac, https://h:8443/~user/%E2%82%AC, h, 8443,"
                + " /~user/%E2%82%AC",
        "http://[::1]:8080/x, http://[::1]:8080/x, ::1, 8080, /x",
        "http://h?q, http://h?q, h, 80, /?q",
        "http://h/a...b/..c, http://h/a...b/..c, h, 80, /a...b/..c",
    })
    void hasOneSpelling(String given, String text, String host, int port, String path)
            throws Exception {
        var url = Url.parse(given);

        assertThat(List.of(url.text(), url.host(), url.port(), url.path()))
                .isEqualTo(List.of(text, host, port, path));
        assertThat(Url.parse(url.text())).isEqualTo(url);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/path",
                "ftp://h/",
                "file:///etc/passwd",
                "http:h",
                "http:///x",
                "http://user@h/",
                "http://user:secret@h/",
                "http://h/#part",
                "http://h:0/",
                "http://h:65536/",
                "http://h:x/",
                "http://[fe80::1%25eth0]/",
                "http://a_b/",
                "http://h/ x",
                "http://h/\r\nx: y",
                "http://bücher.example/",
                "http://h/a\\b",
                "http://h/%zz",
                "http://h/a/../b",
                "http://h/..",
                "http://h/./b",
                "http://h/%2e%2E/b",
                "http://h/a/..%2fb",
                "http://h/a%5c..%5Cb",
            })
    void refusesWhatIsNoPlainWebAddress(String text) {
        assertThatThrownBy(() -> Url.parse(text))
                .isInstanceOf(MalformedException.class)
                .hasMessageStartingWith("argument 'url', an http or https URL: found ");
    }

    @ParameterizedTest
    @CsvSource({
        "http://h/a/b, c, http://h/a/c",
        "http://h/a/b, ../c, http://h/c",
        "http://h, c, http://h/c",
        "http://h/a, //i/b, http://i/b",
        "http://h/a, https://i/b#part, https://i/b",
        "http://h/a?b, ?c, http://h/?c",
    })
    void followsARedirect(String from, String location, String to) throws Exception {
        assertThat(Url.parse(from).follow(location).text()).isEqualTo(to);
    }

    @Test
    void tellsOriginsApart() throws Exception {
        var here = Url.parse("http://h/a");

        assertThat(here.hasOriginOf(Url.parse("http://H:80/b"))).isTrue();
        for (var other : List.of("https://h/a", "http://h:81/a", "http://i/a")) {
            assertThat(here.hasOriginOf(Url.parse(other))).as(other).isFalse();
        }
    }
}
