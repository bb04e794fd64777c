import { describe, expect, it } from 'vitest';
import { type FunctionName, functions, queues } from '../../functions/manifest.ts';
import { environmentSchema, queueUrlVariable } from '../../lib/runtime/environment.ts';
import { type Resource, synthesise } from './synthesise.ts';

const { service, storage } = synthesise();
const lambdas = service.ofType('AWS::Lambda::Function');
const nameOf = (lambda: Resource): FunctionName => lambda.Properties.FunctionName.replace('seatledger-dev-', '');
const roleOf = (lambda: Resource): string => lambda.Properties.Role['Fn::GetAtt'][0];

interface Statement {
  readonly Action: string | string[];
  readonly Resource: unknown;
}

function statementsOf(lambda: Resource): Statement[] {
  return service
    .ofType('AWS::IAM::Policy')
    .filter((policy) => policy.Properties.Roles.some((role: { Ref: string }) => role.Ref === roleOf(lambda)))
    .flatMap((policy) => policy.Properties.PolicyDocument.Statement);
}

function actionsOf(lambda: Resource): string[] {
  return [...new Set(statementsOf(lambda).flatMap((statement) => statement.Action))].sort();
}

function lambdaNamed(name: FunctionName): Resource {
  const found = lambdas.find((lambda) => nameOf(lambda) === name);
  if (!found) throw new Error(`There is no function ${name}.`);
  return found;
}

describe('each function has a role of its own that allows what its manifest entry asks for', () => {
  it('shares no role', () => {
    expect(new Set(lambdas.map(roleOf)).size).toBe(lambdas.length);
    expect(service.ofType('AWS::IAM::Role')).toHaveLength(lambdas.length);
  });

  it.each(lambdas.map((lambda) => [nameOf(lambda), lambda] as const))(
    '%s has no wildcard and no managed policy',
    (_, lambda) => {
      const role = service.byId(roleOf(lambda)).Properties;
      expect(role.ManagedPolicyArns ?? []).toEqual([]);
      expect(role.Policies ?? []).toEqual([]);
      expect(JSON.stringify(statementsOf(lambda))).not.toContain('*');
    },
  );

  it.each(lambdas.map((lambda) => [nameOf(lambda), lambda] as const))('%s may do nothing else', (name, lambda) => {
    expect(actionsOf(lambda)).toEqual([...expectedActions(name)].sort());
  });

  it('lets a reader of the table only read, and name each index', () => {
    const resources = statementsOf(lambdaNamed('docs')).filter((statement) =>
      [statement.Action].flat().includes('dynamodb:Query'),
    );
    const table = { 'Fn::ImportValue': expect.stringMatching(/^seatledger-dev-storage:.*Table.*Arn/) };
    expect(resources.map((statement) => statement.Resource)).toEqual([
      table,
      ['due', 'listing'].map((index) => ({ 'Fn::Join': ['', [table, `/index/${index}`]] })),
    ]);
  });

  it('lets the mailer send for the stage’s identity and configuration set', () => {
    const [sending] = statementsOf(lambdaNamed('mailer')).filter((statement) =>
      [statement.Action].flat().includes('ses:SendEmail'),
    );
    const arns = JSON.stringify(sending?.Resource);
    expect(arns).toContain(':identity/dev.seatledger.example');
    expect(arns).toContain(':configuration-set/seatledger-dev');
  });
});

function expectedActions(name: FunctionName): Set<string> {
  const spec = functions[name];
  const actions = [
    'logs:CreateLogStream',
    'logs:PutLogEvents',
    'dynamodb:GetItem',
    'dynamodb:BatchGetItem',
    'dynamodb:Query',
  ];
  if (spec.table === 'read-write') {
    actions.push('dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem', 'dynamodb:ConditionCheckItem');
  }
  if (spec.publishesEvents) actions.push('events:PutEvents');
  if (spec.sendsMail) actions.push('ses:SendEmail', 'ses:SendRawEmail');
  const hasFailureQueue = name === 'outbox' || name === 'mail-feedback';
  if (spec.sendsTo || hasFailureQueue) actions.push('sqs:SendMessage');
  if (name === 'outbox') {
    actions.push('dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:DescribeStream', 'dynamodb:ListStreams');
  }
  if (Object.values(queues).some(({ consumer }) => consumer === name)) {
    actions.push('sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes');
  }
  return new Set(actions);
}

describe('each function runs as the design says', () => {
  it.each(lambdas.map((lambda) => [nameOf(lambda), lambda.Properties] as const))('%s', (_, lambda) => {
    expect(lambda).toMatchObject({ Runtime: 'nodejs24.x', Architectures: ['arm64'], Handler: 'index.handler' });
    const logGroup = service.byId(lambda.LoggingConfig.LogGroup.Ref);
    expect(logGroup).toMatchObject({
      Type: 'AWS::Logs::LogGroup',
      Properties: { RetentionInDays: 30 },
      DeletionPolicy: 'Delete',
    });
  });

  it('writes a log group of its own', () => {
    expect(new Set(lambdas.map((lambda) => lambda.Properties.LoggingConfig.LogGroup.Ref)).size).toBe(lambdas.length);
  });
});

describe('each function gets the environment it reads, and a queue’s address only if it sends there', () => {
  const shared = Object.entries(environmentSchema.shape)
    .map(([name]) => name)
    .filter((name) => !(Object.values(queueUrlVariable) as string[]).includes(name) && !name.startsWith('STRIPE_'));

  it.each(lambdas.map((lambda) => [nameOf(lambda), lambda.Properties.Environment.Variables] as const))(
    '%s',
    (name, variables) => {
      const queueUrls = (functions[name].sendsTo ?? []).map((queue) => queueUrlVariable[queue]);
      expect(Object.keys(variables).sort()).toEqual([...shared, ...queueUrls].sort());
    },
  );

  it('passes values that the functions accept', () => {
    const variables = lambdaNamed('night-planner').Properties.Environment.Variables;
    const literal = Object.entries(variables).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : 'https://known-after-the-deployment.example',
    ]);
    expect(environmentSchema.parse(Object.fromEntries(literal))).toMatchObject({
      STAGE: 'dev',
      MAIL_FROM: 'no-reply@dev.seatledger.example',
      MAIL_CONFIGURATION_SET: storage.ofType('AWS::SES::ConfigurationSet')[0]?.Properties.Name,
      GATEWAY: 'sandbox',
      CAPTCHA: 'on',
      VIES_URL: 'https://ec.europa.eu/taxation_customs/vies/rest-api',
    });
  });

  it('knows no address of VIES where that is switched off', () => {
    const withoutVies = synthesise({ vies: 'off' }).service.ofType('AWS::Lambda::Function');
    expect(withoutVies.length).toBeGreaterThan(10);
    for (const { Properties } of withoutVies) expect(Properties.Environment?.Variables).not.toHaveProperty('VIES_URL');
  });
});
