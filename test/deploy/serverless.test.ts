// The CloudFormation template that `npm run package` makes of serverless.yml. Elsewhere these tests say that they were skipped.
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, jest, test } from "@jest/globals";
import { functionLog } from "../../src/entry/lambda/settings.ts";
import { ROOT } from "../support/golden.ts";

type Resource = { readonly Type: string; readonly Properties: Record<string, unknown> };
type Watched = {
  readonly Namespace: string;
  readonly MetricName: string;
  readonly Dimensions: readonly { readonly Name: string; readonly Value: unknown }[];
};
type Emf = {
  readonly _aws: {
    readonly CloudWatchMetrics: readonly {
      readonly Namespace: string;
      readonly Dimensions: readonly (readonly string[])[];
      readonly Metrics: readonly { readonly Name: string }[];
    }[];
  };
};
type Statement = { readonly Effect: string; readonly Action: string | string[]; readonly Resource: unknown };

const TEMPLATE = "cloudformation-template-update-stack.json";
const FOLDERS = ["zip", "image"].map((renderer) => join(ROOT, ".package", renderer));
const missing = reason();

if (missing !== undefined && process.env["BREAKWATER_REQUIRE_PACKAGE"] === "1")
  test("npm run package was run", () => expect(missing).toBe(""));
else if (missing !== undefined) process.stderr.write(`skipped: the packaged template: ${missing}\n`);

(missing === undefined ? describe : describe.skip)("the template", () => {
  const zip = missing === undefined ? resources("zip") : {};
  const image = missing === undefined ? resources("image") : {};
  const get = (name: string) => zip[name] as Resource;

  test("queues are FIFO, with a dead-letter queue that is too, after five tries and for fourteen days", () => {
    const jobs = get("Jobs").Properties;
    expect(get("Jobs").Type).toBe("AWS::SQS::Queue");
    expect(jobs).toMatchObject({
      QueueName: "breakwater-prod-jobs.fifo",
      FifoQueue: true,
      DeduplicationScope: "messageGroup",
      FifoThroughputLimit: "perMessageGroupId",
      SqsManagedSseEnabled: true,
      RedrivePolicy: { maxReceiveCount: 5, deadLetterTargetArn: { "Fn::GetAtt": ["DeadJobs", "Arn"] } },
    });
    expect(get("DeadJobs").Properties).toMatchObject({
      FifoQueue: true,
      MessageRetentionPeriod: 14 * 86_400,
    });
  });

  test("a message stays invisible for six times the worker's timeout", () => {
    const { Timeout } = get("WorkerLambdaFunction").Properties as { Timeout: number };
    expect(Timeout).toBeGreaterThan(0);
    expect(get("Jobs").Properties["VisibilityTimeout"]).toBe(6 * Timeout);
  });

  test("the worker answers for each message of a batch, and does not run away from its limit", () => {
    expect(get("WorkerEventSourceMappingSQSJobs").Properties).toMatchObject({
      EventSourceArn: { "Fn::GetAtt": ["Jobs", "Arn"] },
      FunctionResponseTypes: ["ReportBatchItemFailures"],
      ScalingConfig: { MaximumConcurrency: 10 },
    });
    expect(get("WorkerLambdaFunction").Properties["ReservedConcurrentExecutions"]).toBe(10);
    expect(get("SweeperLambdaFunction").Properties["ReservedConcurrentExecutions"]).toBe(1);
  });

  test("four functions on ARM64, each with a role of its own and logs that end", () => {
    for (const name of ["Receiver", "Worker", "Sweeper", "Renderer"]) {
      expect(get(`${name}LambdaFunction`).Properties).toMatchObject({
        Architectures: ["arm64"],
        Role: { "Fn::GetAtt": [`${name}Role`, "Arn"] },
        Handler: `dist/lambda/${name.toLowerCase()}.handler`,
      });
      expect(get(`${name}LogGroup`).Properties["RetentionInDays"]).toBe(30);
    }
    expect(zip["IamRoleLambdaExecution"]).toBeUndefined();
  });

  test("no role may do more than its function needs", () => {
    expect(actions("Receiver")).toEqual([
      "logs:CreateLogStream",
      "logs:PutLogEvents",
      "secretsmanager:GetSecretValue",
      "sqs:SendMessage",
      "ssm:GetParameters",
    ]);
    expect(actions("Renderer")).toEqual(["logs:CreateLogStream", "logs:PutLogEvents"]);
    expect(actions("Worker")).toEqual([
      "lambda:InvokeFunction",
      "logs:CreateLogStream",
      "logs:PutLogEvents",
      "secretsmanager:GetSecretValue",
      "sqs:ChangeMessageVisibility",
      "sqs:DeleteMessage",
      "sqs:GetQueueAttributes",
      "sqs:ReceiveMessage",
      "sqs:SendMessage",
      "sqs:SendMessage",
      "ssm:GetParameters",
    ]);
    expect(actions("Sweeper")).toEqual([
      "logs:CreateLogStream",
      "logs:PutLogEvents",
      "secretsmanager:GetSecretValue",
      "sqs:SendMessage",
      "ssm:GetParameters",
    ]);
    for (const { Action, Resource } of ["Receiver", "Worker", "Sweeper", "Renderer"].flatMap(statements)) {
      expect(JSON.stringify(Action)).not.toContain("*");
      expect(Resource).not.toBe("*");
    }
    const resources = ({ Action, Resource }: Statement) => (Action === "sqs:SendMessage" ? [Resource] : []);
    expect(statements("Worker").flatMap(resources)).toEqual([{ "Fn::GetAtt": ["DeadJobs", "Arn"] }]);
    for (const each of [zip, image])
      expect(each["WorkerLambdaFunction"]?.Properties["Environment"]).toMatchObject({
        Variables: { DEAD_LETTER_QUEUE_URL: { Ref: "DeadJobs" } },
      });
    expect(JSON.stringify(statements("Receiver"))).not.toContain("private-key");
    for (const name of ["Worker", "Sweeper"])
      expect(JSON.stringify(statements(name))).not.toContain("webhook-secret");
  });

  test("no secret stands in the environment, only where it is kept", () => {
    for (const { Type, Properties } of Object.values(zip)) {
      if (Type !== "AWS::Lambda::Function") continue;
      const { Variables } = Properties["Environment"] as { Variables: Record<string, unknown> };
      expect(Object.keys(Variables)).not.toEqual(
        expect.arrayContaining([expect.stringMatching(/^(?:WEBHOOK_SECRET|PRIVATE_KEY)$/)]),
      );
    }
  });

  test("the renderer knows no secret, no queue and no way out, and the worker its name", () => {
    const { Variables } = get("RendererLambdaFunction").Properties["Environment"] as {
      Variables: Record<string, unknown>;
    };
    expect(JSON.stringify(Variables)).not.toMatch(/secret|key/i);
    expect(Variables).toMatchObject({ BREAKWATER_RENDER_ISOLATION: "none", HTTPS_PROXY: "" });
    expect(get("WorkerLambdaFunction").Properties["Environment"]).toMatchObject({
      Variables: { RENDERER_FUNCTION: get("RendererLambdaFunction").Properties["FunctionName"] },
    });
  });

  test("what wakes people: old jobs, dead jobs, errors of each function, the rate limit", () => {
    const alarms = Object.entries(zip).filter(([, { Type }]) => Type === "AWS::CloudWatch::Alarm");
    expect(alarms.map(([name]) => name).sort()).toEqual([
      "DeadJobsAlarm",
      "OldJobsAlarm",
      "RateLimitAlarm",
      "ReceiverErrorsAlarm",
      "RendererErrorsAlarm",
      "SweeperErrorsAlarm",
      "WorkerErrorsAlarm",
    ]);
    for (const [, { Properties }] of alarms) expect(Properties["AlarmActions"]).toEqual([{ Ref: "Alarms" }]);
  });

  test("what alarms look at exists: queues, functions, and the metrics that their records carry", () => {
    const of = (type: string) => Object.entries(zip).filter(([, { Type }]) => Type === type);
    const functions = of("AWS::Lambda::Function").map(([, { Properties }]) => Properties["FunctionName"]);
    const queues = of("AWS::SQS::Queue").map(([name]) => ({ "Fn::GetAtt": [name, "QueueName"] }));
    for (const [name, { Properties }] of of("AWS::CloudWatch::Alarm")) {
      const { Namespace, MetricName, Dimensions } = Properties as unknown as Watched;
      const [{ Name, Value } = { Name: "", Value: "" }, ...more] = Dimensions;
      expect(more).toEqual([]);
      if (Namespace === "AWS/Lambda") expect(functions).toContain(Value);
      else if (Namespace === "AWS/SQS") expect(queues).toContainEqual(Value);
      else expect([name, Namespace, Name, MetricName]).toEqual([name, ...emitted(String(Value), MetricName)]);
    }
  });

  test("one route leads in, and the sweeper looks often at the last hours and now and then at all of it", () => {
    const of = (type: string) => Object.values(zip).filter(({ Type }) => Type === type);
    expect(of("AWS::ApiGatewayV2::Route").map(({ Properties }) => Properties["RouteKey"])).toEqual([
      "POST /api/github/webhooks",
    ]);
    expect(
      of("AWS::Events::Rule")
        .map(({ Properties }) => Properties["ScheduleExpression"])
        .sort(),
    ).toEqual(["rate(10 minutes)", "rate(6 hours)"]);
  });

  test("one archive; with an image only the renderer differs", () => {
    for (const folder of ["zip", "image"])
      expect(readdirSync(join(ROOT, ".package", folder)).filter((name) => name.endsWith(".zip"))).toEqual([
        "breakwater.zip",
      ]);
    const { Properties } = image["RendererLambdaFunction"] as Resource;
    expect(Properties).toMatchObject({
      PackageType: "Image",
      ImageConfig: { Command: ["dist/lambda/renderer.handler"] },
    });
    const differing = Object.keys(zip).filter(
      (name) => JSON.stringify(bare(zip, name)) !== JSON.stringify(bare(image, name)),
    );
    expect(differing).toEqual(["RendererLambdaFunction"]);
  });

  /** Namespace, dimension and name of a metric, as a function's record of a job declares them. */
  function emitted(component: string, metric: string): (string | undefined)[] {
    const { Variables } = get(`${component[0]?.toUpperCase()}${component.slice(1)}LambdaFunction`).Properties[
      "Environment"
    ] as { Variables: Record<string, string> };
    const write = jest.spyOn(process.stdout, "write").mockReturnValue(true);
    functionLog(Variables, component).info({ outcome: "planned", remaining: 400 }, "job done");
    const record = JSON.parse(String(write.mock.calls[0]?.[0])) as Record<string, unknown> & Emf;
    write.mockRestore();
    const [declared] = record._aws.CloudWatchMetrics;
    const dimension = declared?.Dimensions[0]?.find((name) => record[name] === component);
    const found = declared?.Metrics.find(({ Name }) => Name === metric && typeof record[Name] === "number");
    return [declared?.Namespace, dimension, found?.Name];
  }

  function statements(name: string): Statement[] {
    const [policy, ...more] = get(`${name}Role`).Properties["Policies"] as {
      PolicyDocument: { Statement: Statement[] };
    }[];
    expect(more).toEqual([]);
    return policy?.PolicyDocument.Statement ?? [];
  }

  function actions(name: string): string[] {
    return statements(name)
      .flatMap(({ Action }) => Action)
      .sort();
  }
});

/** Archives are uploaded under the hour they were made. */
function bare(of: Record<string, Resource>, name: string): unknown {
  const resource = of[name];
  const { Code: _, ...rest } = (resource?.Properties ?? {}) as { Code?: unknown };
  return name === "RendererLambdaFunction" ? resource : rest;
}

function resources(renderer: string): Record<string, Resource> {
  const text = readFileSync(join(ROOT, ".package", renderer, TEMPLATE), "utf8");
  return (JSON.parse(text) as { Resources: Record<string, Resource> }).Resources;
}

function reason(): string | undefined {
  const templates = FOLDERS.map((folder) => join(folder, TEMPLATE));
  if (!templates.every((file) => existsSync(file))) return "npm run package has not been run";
  const deploy = join(ROOT, "deploy");
  const sources = [join(ROOT, "serverless.yml"), ...readdirSync(deploy).map((name) => join(deploy, name))];
  const made = Math.min(...templates.map((file) => statSync(file).mtimeMs));
  return sources.some((file) => statSync(file).mtimeMs > made)
    ? "serverless.yml changed since npm run package"
    : undefined;
}
