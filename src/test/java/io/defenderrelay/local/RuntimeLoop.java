package io.defenderrelay.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.funqy.lambda.FunqyStreamHandler;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.Map;

/**
 * The runtime client of a function's process, in the place of AWS's own: takes events, hands them to the artifact's
 * handler, posts what comes. Ends with the process that started it. It is the one class of ours beside the artifact, so
 * it must stay a single class file.
 */
public final class RuntimeLoop {
    private RuntimeLoop() {}

    public static void main(String[] args) throws IOException {
        ProcessHandle parent = ProcessHandle.current().parent().orElseThrow();
        var unused = parent.onExit().thenRun(RuntimeLoop::end);
        String api = "http://" + System.getenv("AWS_LAMBDA_RUNTIME_API") + "/2018-06-01/runtime/";
        try {
            FunqyStreamHandler handler = handler(api);
            while (true) {
                serve(api, handler);
            }
        } finally {
            // Threads of the artifact would keep a process that nobody calls any more.
            end();
        }
    }

    private static FunqyStreamHandler handler(String api) throws IOException {
        try {
            return new FunqyStreamHandler();
        } catch (RuntimeException | LinkageError fault) {
            fault.printStackTrace();
            post(api + "init/error", error(fault));
            throw fault;
        }
    }

    private static void serve(String api, FunqyStreamHandler handler) throws IOException {
        HttpURLConnection next = connect(api + "invocation/next");
        try (InputStream event = next.getInputStream()) {
            String invocation = api + "invocation/" + next.getHeaderField("Lambda-Runtime-Aws-Request-Id");
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            try {
                handler.handleRequest(event, answer, null);
            } catch (IOException | RuntimeException | LinkageError fault) {
                fault.printStackTrace();
                post(invocation + "/error", error(fault));
                return;
            }
            post(invocation + "/response", answer.toByteArray());
        }
    }

    private static void post(String url, byte[] body) throws IOException {
        HttpURLConnection connection = connect(url);
        connection.setDoOutput(true);
        connection.setFixedLengthStreamingMode(body.length);
        try (OutputStream out = connection.getOutputStream()) {
            out.write(body);
        }
        connection.getResponseCode();
    }

    private static HttpURLConnection connect(String url) throws IOException {
        return (HttpURLConnection) URI.create(url).toURL().openConnection();
    }

    private static byte[] error(Throwable fault) throws IOException {
        Map<String, String> error =
                Map.of("errorType", fault.getClass().getName(), "errorMessage", String.valueOf(fault.getMessage()));
        return new ObjectMapper().writeValueAsString(error).getBytes(UTF_8);
    }

    private static void end() {
        Runtime.getRuntime().exit(0);
    }
}
