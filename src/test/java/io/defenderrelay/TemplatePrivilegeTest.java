package io.defenderrelay;

import static org.assertj.core.api.Assertions.assertThat;

import io.defenderrelay.Template.DeployedRoute;
import io.defenderrelay.Template.Statement;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Holds {@code template.yaml} against what is promised of privilege: who may call, read, write, and see a credential. */
final class TemplatePrivilegeTest {

    private static final Set<String> TABLE_WRITES =
            Set.of("dynamodb:BatchWriteItem", "dynamodb:DeleteItem", "dynamodb:PutItem", "dynamodb:UpdateItem");

    private static final Set<String> STREAM_READS = Set.of(
            "dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:ListStreams");

    private final Template template = Template.read();

    @Test
    void noPolicyAllowsMoreThanItNames() {
        assertThat(template.statements()).isNotEmpty().allSatisfy(statement -> {
            assertThat(statement.actions()).as(statement.role()).isNotEmpty().noneMatch(action -> action.contains("*"));
            assertThat(statement.all().at("NotAction").exists()).isFalse();
            assertThat(statement.all().at("NotResource").exists()).isFalse();
        });
    }

    @Test
    void everyPolicyNamesItsResource() {
        List<YamlNode> texts = template.statements().stream()
                .filter(statement -> !statement.touches("secretsmanager"))
                .filter(statement -> !statement.actions().equals(List.of("dynamodb:ListStreams")))
                .flatMap(statement -> statement.all().at("Resource").items().stream())
                .toList();

        assertThat(texts).isNotEmpty().allSatisfy(resource -> assertThat(
                        resource.at("Fn::GetAtt").text()
                                + resource.at("Fn::Sub").text())
                .as(resource.text())
                .matches("[A-Za-z]+\\.Arn|Table\\.StreamArn|\\$\\{Table\\.Arn}/index/gsi1"));
    }

    @Test
    void noRoleTakesAManagedPolicy() {
        assertThat(template.resources("AWS::IAM::Role")).isNotEmpty().allSatisfy(role -> assertThat(
                        role.property("ManagedPolicyArns").exists())
                .isFalse());
        assertThat(template.functions()).allSatisfy(function -> assertThat(
                        function.resource().property("Policies").exists())
                .isFalse());
    }

    @Test
    void everyTableStatementIsHeldToItsKeys() {
        List<Statement> onTable = template.statements().stream()
                .filter(statement -> statement.touches("dynamodb"))
                .filter(statement -> statement.actions().stream().noneMatch(STREAM_READS::contains))
                .toList();

        assertThat(onTable).hasSizeGreaterThan(2).allSatisfy(statement -> assertThat(statement.leadingKeys())
                .as(statement.role())
                .isNotEmpty()
                .allMatch(key -> key.equals("TENANTS") || key.matches("[A-Z]#\\*")));
    }

    @Test
    void noRoleScansOrDeletes() {
        assertThat(template.statements().stream().flatMap(statement -> statement.actions().stream()))
                .noneMatch(action -> action.startsWith("dynamodb:PartiQL")
                        || action.equals("dynamodb:Scan")
                        || action.equals("dynamodb:DeleteItem"));
    }

    @Test
    void onlySyncsWriteFindingsAndNobodyTenants() {
        List<Statement> writing = template.statements().stream()
                .filter(statement -> statement.actions().stream().anyMatch(TABLE_WRITES::contains))
                .toList();

        assertThat(writing)
                .isNotEmpty()
                .allSatisfy(statement -> assertThat(statement.role()).isIn(writers(statement.leadingKeys())))
                .allSatisfy(statement -> assertThat(statement.leadingKeys()).doesNotContain("TENANTS"));
    }

    @Test
    void actionRunAloneReadsWhatActs() {
        assertThat(template.statements().stream()
                        .filter(statement -> statement.touches("secretsmanager"))
                        .filter(statement -> !statement
                                .all()
                                .at("Resource", "Fn::Sub")
                                .text()
                                .endsWith("/read/*")))
                .extracting(Statement::role)
                .containsExactly("ActionRunRole");
    }

    @Test
    void onlyServicesOfThisAccountAssumeRoles() {
        assertThat(template.resources("AWS::IAM::Role")).isNotEmpty().allSatisfy(role -> assertThat(
                        role.property("AssumeRolePolicyDocument", "Statement").items())
                .singleElement()
                .satisfies(TemplatePrivilegeTest::isTrustInOneService));
    }

    @Test
    void everyRouteNeedsASignature() {
        YamlNode auth = template.resource("HttpApi").property("Auth");

        assertThat(auth.at("EnableIamAuthorizer").text()).isEqualTo("true");
        assertThat(auth.at("DefaultAuthorizer").text()).isEqualTo("AWS_IAM");
        assertThat(template.functions().stream()
                        .flatMap(function -> function.resource().property("Events").members().values().stream())
                        .filter(event -> event.at("Type").text().endsWith("Api"))
                        .toList())
                .hasSameSizeAs(template.routes())
                .allSatisfy(event -> assertThat(event.at("Type").text()).isEqualTo("HttpApi"))
                .extracting(event -> event.at("Properties"))
                .allSatisfy(event ->
                        assertThat(event.at("Auth", "Authorizer").text()).isEqualTo("AWS_IAM"))
                .allSatisfy(event -> assertThat(event.at("ApiId", "Ref").text()).isEqualTo("HttpApi"));
        assertThat(template.routes()).extracting(DeployedRoute::export).contains("api", "live-api", "action-api");
        assertThat(template.functions()).allSatisfy(function -> assertThat(
                        function.resource().property("FunctionUrlConfig").exists())
                .isFalse());
        assertThat(template.resources("AWS::Serverless::HttpApi")).hasSize(1);
        assertThat(template.resources("AWS::Serverless::Api")).isEmpty();
        assertThat(template.resources("AWS::Lambda::Permission")).isEmpty();
        assertThat(template.resources("AWS::Lambda::Url")).isEmpty();
    }

    @Test
    void everyRouteIsThrottled() {
        YamlNode limits = template.resource("HttpApi").property("DefaultRouteSettings");

        assertThat(limits.at("ThrottlingRateLimit").number()).isPositive();
        assertThat(limits.at("ThrottlingBurstLimit").number()).isPositive();
    }

    @Test
    void accessLogHoldsNoQueryStringAndNoAddress() {
        YamlNode settings = template.resource("HttpApi").property("AccessLogSettings");

        assertThat(settings.at("DestinationArn", "Fn::GetAtt").text()).isEqualTo("AccessLogs.Arn");
        assertThat(settings.at("Format").text())
                .contains("$context.requestId", "$context.status", "$context.identity.caller")
                .doesNotContainIgnoringCase("querystring")
                .doesNotContainIgnoringCase("sourceIp")
                .doesNotContainIgnoringCase("userAgent");
    }

    /** Who may write items of these keys. */
    private static List<String> writers(List<String> keys) {
        if (keys.equals(List.of("P#*"))) {
            return List.of("PublishRole");
        }
        if (keys.equals(List.of("H#*"))) {
            return List.of("ApiRole", "HuntRunRole");
        }
        if (keys.equals(List.of("X#*"))) {
            return List.of("ActionApiRole", "ActionRunRole");
        }
        boolean own = keys.equals(List.of("E#*")) || keys.equals(List.of("W#*"));
        return own ? List.of("LiveApiRole") : List.of("AlertSyncRole", "IncidentSyncRole");
    }

    private static void isTrustInOneService(YamlNode statement) {
        String service = statement.at("Principal", "Service").text();

        assertThat(statement.at("Principal").members()).containsOnlyKeys("Service");
        assertThat(service).isIn("lambda.amazonaws.com", "scheduler.amazonaws.com", "events.amazonaws.com");
        // Lambda gives no such condition key when it assumes an execution role.
        if (!service.equals("lambda.amazonaws.com")) {
            assertThat(statement
                            .at("Condition", "StringEquals", "aws:SourceAccount", "Ref")
                            .text())
                    .isEqualTo("AWS::AccountId");
        }
    }
}
