package io.defenderrelay.local;

import com.amazonaws.services.dynamodbv2.local.main.ServerRunner;
import com.amazonaws.services.dynamodbv2.local.server.DynamoDBProxyServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.reflect.Field;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;

/**
 * The AWS services on this machine: DynamoDB Local in memory, ElasticMQ, and the stand-in for Secrets Manager, all on
 * 127.0.0.1. As a program it prints one line with its endpoints and ends when its input does, that is, with its parent.
 */
public final class LocalAwsServer implements AutoCloseable {
    private final DynamoDBProxyServer dynamoDb;
    private final SQSRestServer sqs;
    private final SecretsServer secrets;
    private final LocalEndpoints endpoints;

    private LocalAwsServer(
            DynamoDBProxyServer dynamoDb, SQSRestServer sqs, SecretsServer secrets, LocalEndpoints endpoints) {
        this.dynamoDb = dynamoDb;
        this.sqs = sqs;
        this.secrets = secrets;
        this.endpoints = endpoints;
    }

    /** Starts all three; a port of 0 is any free one. In one JVM this works once: sqlite's library loads only once. */
    public static LocalAwsServer start(int dynamoDbPort, int sqsPort, int secretsPort) throws Exception {
        CompletableFuture<SQSRestServer> sqs = CompletableFuture.supplyAsync(() -> startSqs(sqsPort));
        DynamoDBProxyServer dynamoDb = ServerRunner.createServerFromCommandLineArgs(
                new String[] {"-inMemory", "-sharedDb", "-disableTelemetry"});
        ServerConnector connector = connector(dynamoDb);
        connector.setHost("127.0.0.1");
        connector.setPort(dynamoDbPort);
        dynamoDb.start();
        SecretsServer secrets = SecretsServer.start(secretsPort);
        LocalEndpoints endpoints = new LocalEndpoints(
                loopback(connector.getLocalPort()),
                loopback(sqs.get().waitUntilStarted().localAddress().getPort()),
                loopback(secrets.port()));
        return new LocalAwsServer(dynamoDb, sqs.get(), secrets, endpoints);
    }

    public LocalEndpoints endpoints() {
        return endpoints;
    }

    @Override
    public void close() {
        secrets.close();
        sqs.stopAndWait();
        try {
            dynamoDb.stop();
        } catch (Exception fault) {
            throw new IllegalStateException("DynamoDB Local did not stop", fault);
        }
    }

    /** Arguments: the three ports, or nothing for any. */
    public static void main(String[] args) throws IOException {
        PrintStream parent = System.out;
        System.setOut(System.err);
        try {
            LocalAwsServer server = start(port(args, 0), port(args, 1), port(args, 2));
            parent.println(server.endpoints().line());
            parent.flush();
        } catch (Exception | LinkageError fault) {
            fault.printStackTrace();
            // Threads of a server that did start would keep the process, and its parent waiting.
            Runtime.getRuntime().halt(1);
        }
        System.in.transferTo(OutputStream.nullOutputStream());
        Runtime.getRuntime().halt(0);
    }

    private static int port(String[] args, int position) {
        return args.length > position ? Integer.parseInt(args[position]) : 0;
    }

    private static SQSRestServer startSqs(int port) {
        return SQSRestServerBuilder.withInterface("127.0.0.1").withPort(port).start();
    }

    /** DynamoDB Local listens on every address of the machine, refuses port 0, and offers no setting for either. */
    private static ServerConnector connector(DynamoDBProxyServer dynamoDb) throws ReflectiveOperationException {
        Field server = DynamoDBProxyServer.class.getDeclaredField("server");
        server.setAccessible(true);
        return (ServerConnector) ((Server) server.get(dynamoDb)).getConnectors()[0];
    }

    private static URI loopback(int port) {
        return URI.create("http://127.0.0.1:" + port);
    }
}
