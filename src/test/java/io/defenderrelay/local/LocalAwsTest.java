package io.defenderrelay.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

class LocalAwsTest {
    @Test
    void laterClassLoaderFindsTheSameServices() throws Exception {
        LocalEndpoints ours = LocalAws.endpoints();
        URL[] classPath = Arrays.stream(System.getProperty("java.class.path").split(java.io.File.pathSeparator, -1))
                .map(LocalAwsTest::url)
                .toArray(URL[]::new);

        try (URLClassLoader loader = new URLClassLoader(classPath, ClassLoader.getPlatformClassLoader())) {
            Class<?> other = loader.loadClass(LocalAws.class.getName());
            Object theirs = other.getMethod("endpoints").invoke(null);

            assertThat(other).isNotEqualTo(LocalAws.class);
            assertThat(theirs).hasToString(ours.toString());
        }
    }

    @Test
    void servicesListenOnTheLoopbackAddressAlone() throws Exception {
        List<InetAddress> outside = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                .toList();

        for (URI endpoint : endpoints()) {
            new Socket(InetAddress.getLoopbackAddress(), endpoint.getPort()).close();
            for (InetAddress address : outside) {
                assertThatThrownBy(() -> new Socket(address, endpoint.getPort()).close())
                        .isInstanceOf(ConnectException.class);
            }
        }
    }

    @Test
    void currentVersionOfASecretMovesAndThePreviousOneStays() {
        String name = "s-" + UUID.randomUUID();
        String first = LocalAws.putSecret(name, "one");
        String second = LocalAws.addVersion(name, "two", "AWSPENDING");

        try (SecretsManagerClient client = LocalAws.secretsManager()) {
            client.updateSecretVersionStage(
                    request -> request.secretId(name).versionStage("AWSCURRENT").moveToVersionId(second));

            assertThat(client.getSecretValue(request -> request.secretId(name)).secretString())
                    .isEqualTo("two");
            assertThat(client.describeSecret(request -> request.secretId(name)).versionIdsToStages())
                    .containsEntry(first, List.of("AWSPREVIOUS"));
        }
    }

    private static List<URI> endpoints() {
        LocalEndpoints endpoints = LocalAws.endpoints();
        return List.of(endpoints.dynamoDb(), endpoints.sqs(), endpoints.secretsManager());
    }

    private static URL url(String entry) {
        try {
            return Path.of(entry).toUri().toURL();
        } catch (java.net.MalformedURLException fault) {
            throw new IllegalArgumentException(fault);
        }
    }
}
