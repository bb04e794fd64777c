import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Code } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { FunctionName, FunctionSpec, QueueName } from '../../functions/manifest.ts';
import { queueUrlVariable } from '../../lib/runtime/environment.ts';
import type { StageSettings } from '../config.ts';
import { Alarms } from '../constructs/alarms.ts';
import { EventConsumer } from '../constructs/event-consumer.ts';
import { GatewaySecrets } from '../constructs/gateway-secrets.ts';
import { pascalCase } from '../constructs/pascal-case.ts';
import { Schedule } from '../constructs/schedule.ts';
import { ServiceApi } from '../constructs/service-api.ts';
import { ServiceFunction } from '../constructs/service-function.ts';
import { StreamConsumer } from '../constructs/stream-consumer.ts';
import { WorkQueue } from '../constructs/work-queue.ts';
import { manifestOfStage } from './manifest-of-stage.ts';
import type { StorageStack } from './storage.ts';

interface ServiceStackProps extends StackProps {
  readonly storage: StorageStack;
  /** Where the bundled code of a function lies. */
  readonly codeOf: (name: FunctionName) => Code;
}

/** The REST API of VIES; it takes no key and no registration. */
const VIES_URL = 'https://ec.europa.eu/taxation_customs/vies/rest-api';

/** Everything that runs, built from the manifest. It can be destroyed and deployed again: it remembers nothing but its queues. */
export class ServiceStack extends Stack {
  readonly #settings: StageSettings;
  readonly #props: ServiceStackProps;
  readonly #manifest: ReturnType<typeof manifestOfStage>;
  readonly #api: ServiceApi;
  readonly #alarms: Alarms;
  readonly #gatewaySecrets: GatewaySecrets;
  readonly #queues = new Map<QueueName, WorkQueue>();
  readonly #functions = new Map<FunctionName, ServiceFunction>();

  constructor(scope: Construct, id: string, settings: StageSettings, props: ServiceStackProps) {
    const { storage, codeOf, ...stackProps } = props;
    super(scope, id, stackProps);
    this.#settings = settings;
    this.#props = props;
    this.#manifest = manifestOfStage(settings.gateway);
    this.#api = new ServiceApi(this, 'ServiceApi', apiProps(this.#name, settings));
    this.#alarms = new Alarms(this, 'Alarms', {
      namePrefix: this.#name,
      ...(settings.alarmEmail !== undefined && { email: settings.alarmEmail }),
    });
    this.#gatewaySecrets = new GatewaySecrets(this, settings);
    this.#addQueues();
    this.#addFunctions();
    this.#serveRoutes();
    this.#feedConsumers();
    this.#watchTheRest();
    new CfnOutput(this, 'ApiUrl', { value: this.#api.baseUrl });
  }

  get #name(): string {
    return `seatledger-${this.#settings.stage}`;
  }

  get #isProduction(): boolean {
    return this.#settings.kind === 'production';
  }

  #addQueues(): void {
    for (const [name, spec] of this.#manifest.queues) {
      this.#queues.set(
        name,
        new WorkQueue(this, `${pascalCase(name)}Queue`, { queueName: `${this.#name}-${name}`, spec }),
      );
    }
  }

  #addFunctions(): void {
    for (const [name, spec] of this.#manifest.functions) {
      const serviceFunction = new ServiceFunction(this, `${pascalCase(name)}Function`, {
        functionName: `${this.#name}-${name}`,
        spec,
        code: this.#props.codeOf(name),
        environment: this.#environmentOf(spec),
        access: this.#accessOf(spec),
        logRetentionDays: this.#settings.logRetentionDays,
        isProduction: this.#isProduction,
      });
      this.#functions.set(name, serviceFunction);
    }
  }

  #environmentOf(spec: FunctionSpec): Record<string, string> {
    const { storage } = this.#props;
    const queueUrls = (spec.sendsTo ?? []).map((name) => [queueUrlVariable[name], this.#queue(name).queue.queueUrl]);
    return {
      STAGE: this.#settings.stage,
      TABLE_NAME: storage.table.tableName,
      BASE_URL: this.#api.baseUrl,
      MAIL_FROM: this.#settings.mailFrom,
      MAIL_CONFIGURATION_SET: storage.mail.configurationSetName,
      EVENT_BUS_NAME: storage.facts.busName,
      GATEWAY: this.#settings.gateway,
      CAPTCHA: 'on',
      // Heads are found by this number: it never changes in the life of a deployment.
      CREDIT_SHARDS: '256',
      INVOICE_SERIES: String(this.#settings.invoiceSeries),
      ...(this.#settings.vies === 'on' && { VIES_URL }),
      LOG_LEVEL: this.#settings.logLevel,
      ...Object.fromEntries(queueUrls),
      ...this.#gatewaySecrets.environment(spec.gatewaySecrets),
    };
  }

  #accessOf(spec: FunctionSpec): PolicyStatement[] {
    const { table, mail, facts } = this.#props.storage;
    return [
      ...table.access(spec.table),
      ...(spec.sendsTo ?? []).map((name) => this.#queue(name).sendAccess()),
      ...(spec.publishesEvents ? [facts.access()] : []),
      ...(spec.sendsMail ? [mail.access()] : []),
      ...this.#gatewaySecrets.access(spec.gatewaySecrets),
    ];
  }

  #serveRoutes(): void {
    for (const [area, routes] of this.#manifest.areas) this.#api.serve(area, routes, this.#function(area));
  }

  #feedConsumers(): void {
    const { storage } = this.#props;
    for (const [name, spec] of this.#manifest.queues) {
      this.#queue(name).feed(this.#function(spec.consumer));
      this.#alarms.deadLetters(name, this.#queue(name).deadLetters);
    }
    for (const [name, spec] of this.#manifest.schedules) {
      new Schedule(this, `${pascalCase(name)}Schedule`, { cron: spec.cron, target: this.#function(spec.target) });
    }
    for (const [name, spec] of this.#manifest.streams) {
      const consumer = this.#function(spec.consumer);
      const queueName = `${this.#name}-${name}`;
      const stream = new StreamConsumer(this, `${pascalCase(name)}Stream`, {
        queueName,
        spec,
        table: storage.table,
        consumer,
      });
      this.#alarms.deadLetters(name, stream.deadLetters);
      this.#alarms.streamLate(name, consumer.lambda);
    }
    for (const [name, spec] of this.#manifest.eventRules) {
      const events = new EventConsumer(this, `${pascalCase(name)}Events`, {
        queueName: `${this.#name}-${name}`,
        // The default bus carries what every stage of the account sent; a stage minds its own mail.
        pattern: {
          source: spec.pattern.source,
          detailType: spec.pattern['detail-type'],
          detail: { mail: { tags: { 'ses:configuration-set': [storage.mail.configurationSetName] } } },
        },
        consumer: this.#function(spec.consumer),
      });
      this.#alarms.deadLetters(name, events.deadLetters);
    }
  }

  #watchTheRest(): void {
    for (const job of ['night', 'rollover'] as const) {
      this.#alarms.jobLate(job, this.#queue(job).queue);
      this.#alarms.plannerSilent(job, this.#function(`${job}-planner`).lambda);
    }
    this.#alarms.workerErrors(this.#manifest.workers.map((name) => this.#function(name).lambda));
    this.#alarms.apiErrors(this.#api);
    this.#alarms.throttles();
    this.#alarms.mailReputation();
  }

  #queue(name: QueueName): WorkQueue {
    const queue = this.#queues.get(name);
    if (!queue) throw new Error(`The manifest uses a queue "${name}" that this stage does not have.`);
    return queue;
  }

  #function(name: FunctionName): ServiceFunction {
    const found = this.#functions.get(name);
    if (!found) throw new Error(`The manifest uses a function "${name}" that this stage does not have.`);
    return found;
  }
}

function apiProps(name: string, settings: StageSettings) {
  const { customDomain, certificateArn } = settings;
  return {
    name,
    requestsPerSecond: settings.requestsPerSecond,
    logRetentionDays: settings.logRetentionDays,
    isProduction: settings.kind === 'production',
    ...(customDomain !== undefined &&
      certificateArn !== undefined && { customDomain: { name: customDomain, certificateArn } }),
  };
}
