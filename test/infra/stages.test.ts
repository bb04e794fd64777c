import { App, Stack } from 'aws-cdk-lib';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { AwsSolutionsChecks } from 'cdk-nag';
import { describe, expect, it } from 'vitest';
import { tableSchema } from '../../lib/store/schema.ts';
import { production, type Resources, synthesise } from './synthesise.ts';

const development = synthesise();
const live = synthesise(production);

function only(resources: Resources, type: string) {
  const found = resources.ofType(type);
  expect(found).toHaveLength(1);
  return found[0] as (typeof found)[number];
}

describe.each([
  { kind: 'development', stage: development },
  { kind: 'production', stage: live },
])('the table of a $kind stage', ({ stage }) => {
  const table = only(stage.storage, 'AWS::DynamoDB::Table').Properties;

  it('has the keys, the lifetime and the indexes of the schema', () => {
    expect(table.KeySchema).toEqual(keys(tableSchema.partitionKey, tableSchema.sortKey));
    expect(table.TimeToLiveSpecification).toEqual({ AttributeName: tableSchema.ttl, Enabled: true });
    expect(table.GlobalSecondaryIndexes).toEqual(
      Object.values(tableSchema.indexes).map((index) => ({
        IndexName: index.name,
        KeySchema: keys(index.partitionKey, index.sortKey),
        Projection: { ProjectionType: 'KEYS_ONLY' },
      })),
    );
  });

  it('is paid by the request, can be restored to any second, and streams its new items', () => {
    expect(table.BillingMode).toBe('PAY_PER_REQUEST');
    expect(table.PointInTimeRecoverySpecification).toEqual({ PointInTimeRecoveryEnabled: true });
    expect(table.StreamSpecification).toEqual({ StreamViewType: 'NEW_IMAGE' });
  });

  it('is encrypted with the key that costs nothing', () => {
    expect(table.SSESpecification).toBeUndefined();
  });
});

function keys(partition: string, sort: string) {
  return [
    { AttributeName: partition, KeyType: 'HASH' },
    { AttributeName: sort, KeyType: 'RANGE' },
  ];
}

const stateful = [
  'AWS::DynamoDB::Table',
  'AWS::SES::EmailIdentity',
  'AWS::SES::ConfigurationSet',
  'AWS::Events::EventBus',
];

describe('production retains and protects what it remembers', () => {
  it.each(stateful)('retains %s', (type) => {
    expect(only(live.storage, type).DeletionPolicy).toBe('Retain');
  });

  it('protects the table and its stack from deletion', () => {
    expect(only(live.storage, 'AWS::DynamoDB::Table').Properties.DeletionProtectionEnabled).toBe(true);
    expect(live.isStorageProtected).toBe(true);
  });

  it('keeps the logs for a year, even past a deleted stack', () => {
    for (const logGroup of live.service.ofType('AWS::Logs::LogGroup')) {
      expect(logGroup).toMatchObject({ DeletionPolicy: 'RetainExceptOnCreate', Properties: { RetentionInDays: 365 } });
    }
  });
});

describe('a development stage leaves nothing behind', () => {
  it.each(stateful)('deletes %s', (type) => {
    expect(only(development.storage, type).DeletionPolicy).toBe('Delete');
  });

  it('protects neither the table nor its stack', () => {
    expect(only(development.storage, 'AWS::DynamoDB::Table').Properties.DeletionProtectionEnabled).toBe(false);
    expect(development.isStorageProtected).toBe(false);
  });

  it('deletes every log group and queue', () => {
    for (const type of ['AWS::Logs::LogGroup', 'AWS::SQS::Queue']) {
      for (const resource of development.service.ofType(type)) expect(resource.DeletionPolicy).toBe('Delete');
    }
  });
});

describe('the API is throttled and logged', () => {
  it('takes twice its rate in a burst', () => {
    const { DefaultRouteSettings: settings } = only(development.service, 'AWS::ApiGatewayV2::Stage').Properties;
    expect(settings).toEqual({ ThrottlingRateLimit: 100, ThrottlingBurstLimit: 200 });
  });

  it('logs the route and never the path, which may carry a one-time link', () => {
    const { AccessLogSettings: log } = only(development.service, 'AWS::ApiGatewayV2::Stage').Properties;
    expect(JSON.parse(log.Format)).toMatchObject({ route: '$context.routeKey', requestId: '$context.requestId' });
    expect(log.Format).not.toMatch(/\$context\.path/);
    expect(development.service.byId(log.DestinationArn['Fn::GetAtt'][0]).Type).toBe('AWS::Logs::LogGroup');
  });

  it('is reached under the custom domain alone when there is one', () => {
    const { service } = synthesise({
      customDomain: 'accounts.vendor.example',
      certificateArn: 'arn:aws:acm:eu-central-1:123456789012:certificate/0c5f7a2e',
    });
    expect(only(service, 'AWS::ApiGatewayV2::Api').Properties.DisableExecuteApiEndpoint).toBe(true);
    expect(only(service, 'AWS::ApiGatewayV2::DomainName').Properties.DomainName).toBe('accounts.vendor.example');
    for (const { Properties: lambda } of service.ofType('AWS::Lambda::Function')) {
      expect(lambda.Environment.Variables.BASE_URL).toBe('https://accounts.vendor.example');
    }
  });
});

describe('mail that comes back is heard of', () => {
  it('reports bounces and complaints to the default bus', () => {
    const { EventDestination: destination } = only(
      development.storage,
      'AWS::SES::ConfigurationSetEventDestination',
    ).Properties;
    expect(destination.MatchingEventTypes).toEqual(['bounce', 'complaint']);
    expect(JSON.stringify(destination.EventBridgeDestination.EventBusArn)).toContain(':event-bus/default');
  });
});

describe('every queue is encrypted and reached over TLS only', () => {
  it('has SSE on all of them, and a policy that denies the rest', () => {
    const queues = development.service.idsOf('AWS::SQS::Queue');
    for (const id of queues) expect(development.service.byId(id).Properties.SqsManagedSseEnabled).toBe(true);
    const denying = development.service
      .ofType('AWS::SQS::QueuePolicy')
      .filter((policy) =>
        JSON.stringify(policy.Properties.PolicyDocument).includes('"Bool":{"aws:SecureTransport":"false"}'),
      );
    expect(denying.map((policy) => policy.Properties.Queues[0].Ref).sort()).toEqual(queues.sort());
  });
});

describe('cdk-nag has no unexplained finding', () => {
  it('finds a queue without TLS and dead letters', () => {
    const app = new App();
    new Queue(new Stack(app, 'Careless'), 'Queue');
    const { violations } = new AwsSolutionsChecks(app).validateScope(app);
    expect(violations.map((violation) => violation.ruleName)).toEqual(['AwsSolutions-SQS3', 'AwsSolutions-SQS4']);
  });

  it.each([
    ['development', development],
    ['production', live],
  ])('in %s', (_, stage) => {
    expect(stage.findings).toEqual([]);
  });
});
