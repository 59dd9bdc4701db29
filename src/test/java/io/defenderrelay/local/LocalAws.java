package io.defenderrelay.local;

import io.defenderrelay.aws.Table;
import io.defenderrelay.model.Pause;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.ResourceExistsException;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * The local AWS services of this test run, in one child process per JVM, started at first use: tests run in several
 * class loaders, and sqlite's library loads only once in a JVM.
 */
public final class LocalAws {
    /** How a later class loader finds the child that an earlier one started. */
    private static final String PROPERTY = "io.defenderrelay.local.endpoints";

    private LocalAws() {}

    public static LocalEndpoints endpoints() {
        Properties shared = System.getProperties();
        synchronized (shared) {
            String known = shared.getProperty(PROPERTY);
            if (known != null) {
                return LocalEndpoints.parse(known).orElseThrow();
            }
            LocalEndpoints started = startChild();
            shared.setProperty(PROPERTY, started.line());
            return started;
        }
    }

    public static DynamoDbClient dynamoDb(ExecutionInterceptor... interceptors) {
        return configure(DynamoDbClient.builder().endpointOverride(endpoints().dynamoDb()), interceptors)
                .build();
    }

    public static SqsClient sqs(ExecutionInterceptor... interceptors) {
        return configure(SqsClient.builder().endpointOverride(endpoints().sqs()), interceptors)
                .build();
    }

    public static SecretsManagerClient secretsManager(ExecutionInterceptor... interceptors) {
        return configure(
                        SecretsManagerClient.builder()
                                .endpointOverride(endpoints().secretsManager()),
                        interceptors)
                .build();
    }

    /** A new empty table of the product's shape, as the product's class. */
    public static Table table(ExecutionInterceptor... interceptors) {
        return new Table(dynamoDb(interceptors), createTable(), noPause());
    }

    /** Waits not at all: a test does not need to. */
    public static Pause noPause() {
        return duration -> {};
    }

    /** Creates a table with the product's keys and index; its random name keeps tests apart. */
    public static String createTable() {
        String name = "relay-" + UUID.randomUUID();
        CreateTableRequest request = CreateTableRequest.builder()
                .tableName(name)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(text("pk"), text("sk"), text("gsi1pk"), text("gsi1sk"))
                .keySchema(key("pk", KeyType.HASH), key("sk", KeyType.RANGE))
                .globalSecondaryIndexes(GlobalSecondaryIndex.builder()
                        .indexName("gsi1")
                        .keySchema(key("gsi1pk", KeyType.HASH), key("gsi1sk", KeyType.RANGE))
                        .projection(projection -> projection
                                .projectionType(ProjectionType.INCLUDE)
                                .nonKeyAttributes(
                                        "title",
                                        "severity",
                                        "status",
                                        "createdAt",
                                        "version",
                                        "source",
                                        "firstAt",
                                        "lastAt",
                                        "techniques"))
                        .build())
                .build();
        try (DynamoDbClient client = dynamoDb()) {
            client.createTable(request);
        }
        return name;
    }

    /** Creates a queue and returns its URL. */
    public static String createQueue() {
        try (SqsClient client = sqs()) {
            return client.createQueue(request -> request.queueName("relay-" + UUID.randomUUID()))
                    .queueUrl();
        }
    }

    /** Stores {@code json} as the current version of the secret, which is created at need; returns the version's id. */
    public static String putSecret(String name, String json) {
        try (SecretsManagerClient client = secretsManager()) {
            return client.createSecret(request -> request.name(name).secretString(json))
                    .versionId();
        } catch (ResourceExistsException exists) {
            return addVersion(name, json, "AWSCURRENT");
        }
    }

    /** Stores {@code json} as another version of the secret, under that stage label; returns the version's id. */
    public static String addVersion(String name, String json, String stage) {
        try (SecretsManagerClient client = secretsManager()) {
            return client.putSecretValue(
                            request -> request.secretId(name).secretString(json).versionStages(stage))
                    .versionId();
        }
    }

    /** Makes every read of the secret fail with that AWS error code; {@code 500} an internal error, empty: no more. */
    public static void failSecret(String name, String fault) {
        String body = "{\"SecretId\":\"" + name + "\",\"Fault\":\"" + fault + "\"}";
        HttpRequest request = HttpRequest.newBuilder(
                        endpoints().secretsManager().resolve("/faults"))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.discarding());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    /** Region, made-up credentials and HTTP client of a client for the local services. */
    public static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> B configure(
            B builder, ExecutionInterceptor... interceptors) {
        return builder.region(Region.EU_CENTRAL_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
                .httpClient(UrlConnectionHttpClient.create())
                .overrideConfiguration(override -> {
                    for (ExecutionInterceptor interceptor : interceptors) {
                        override.addExecutionInterceptor(interceptor);
                    }
                });
    }

    private static AttributeDefinition text(String name) {
        return AttributeDefinition.builder()
                .attributeName(name)
                .attributeType(ScalarAttributeType.S)
                .build();
    }

    private static KeySchemaElement key(String name, KeyType type) {
        return KeySchemaElement.builder().attributeName(name).keyType(type).build();
    }

    private static LocalEndpoints startChild() {
        try {
            Path log = Path.of("target", "local-aws.log");
            Files.createDirectories(log.toAbsolutePath().getParent());
            Process child = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-XX:+UseSerialGC",
                            "-XX:+UnlockDiagnosticVMOptions",
                            "-XX:-BytecodeVerificationRemote",
                            "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                            "-Xmx512m",
                            "-cp",
                            System.getProperty("java.class.path"),
                            LocalAwsServer.class.getName())
                    .redirectError(log.toFile())
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(child::destroyForcibly));
            BufferedReader output = child.inputReader();
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                Optional<LocalEndpoints> endpoints = LocalEndpoints.parse(line);
                if (endpoints.isPresent()) {
                    return endpoints.get();
                }
            }
            throw new IllegalStateException("The local AWS services did not start; read " + log.toAbsolutePath());
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }
}
