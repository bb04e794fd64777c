import { describe, expect, it } from 'vitest';
import {
  eventRules,
  functions,
  gatewayPath,
  queues,
  type Route,
  routes,
  schedules,
  streams,
} from '../../functions/manifest.ts';
import { type Resource, synthesise } from './synthesise.ts';

const stages = [
  { stage: 'dev', runsSandbox: true, ...synthesise() },
  { stage: 'dev without a gateway', runsSandbox: false, ...synthesise({ gateway: 'none' }) },
];

describe.each(stages)('stage $stage runs exactly what the manifest lists', ({ service, runsSandbox }) => {
  const isDeployed = (entry: { readonly only?: 'sandbox' }) => runsSandbox || entry.only === undefined;
  const manifestRoutes = (routes as readonly Route[]).filter(isDeployed);
  const manifestQueues = Object.entries(queues).filter(([, spec]) => isDeployed(spec));

  /** The manifest's name of the function that a property refers to, whether by its name or its ARN. */
  function functionNamed(reference: { Ref?: string; 'Fn::GetAtt'?: [string, string] }): string {
    const id = reference.Ref ?? reference['Fn::GetAtt']?.[0] ?? '';
    return service.byId(id).Properties.FunctionName.replace('seatledger-dev-', '');
  }

  it('has its routes, each at its area, and no other', () => {
    const deployed = service.ofType('AWS::ApiGatewayV2::Route').map(({ Properties: route }) => {
      const [, integrationId] = route.Target['Fn::Join'][1];
      const integration = service.byId(integrationId.Ref).Properties;
      expect(integration.PayloadFormatVersion).toBe('2.0');
      return `${route.RouteKey} → ${functionNamed(integration.IntegrationUri)}`;
    });
    expect(deployed.sort()).toEqual(
      [...new Set(manifestRoutes.map((route) => `${route.method} ${gatewayPath(route.path)} → ${route.area}`))].sort(),
    );
  });

  it('has one integration for each area', () => {
    const areas = new Set(manifestRoutes.map((route) => route.area));
    expect(service.ofType('AWS::ApiGatewayV2::Integration')).toHaveLength(areas.size);
  });

  it('has its functions with their time-outs and memory, and no other', () => {
    const deployed = service.ofType('AWS::Lambda::Function').map(({ Properties: each }) => ({
      name: each.FunctionName,
      timeout: each.Timeout,
      memory: each.MemorySize,
    }));
    const expected = Object.entries(functions)
      .filter(([, spec]) => isDeployed(spec))
      .map(([name, spec]) => ({
        name: `seatledger-dev-${name}`,
        timeout: spec.timeoutSeconds ?? 29,
        memory: spec.memoryMegabytes ?? 512,
      }));
    expect(byName(deployed)).toEqual(byName(expected));
  });

  it('has its queues, each fed to its consumer, and beside them only dead letters', () => {
    const names = service.ofType('AWS::SQS::Queue').map(({ Properties: queue }) => queue.QueueName);
    const sources = [...manifestQueues.map(([name]) => name), ...Object.keys(streams), ...Object.keys(eventRules)];
    const expected = [...manifestQueues.map(([name]) => name), ...sources.map((name) => `${name}-dead-letters`)];
    expect(names.sort()).toEqual(expected.map((name) => `seatledger-dev-${name}`).sort());

    const fed = mappings('SQS').map(({ Properties: mapping }) => {
      const queue = service.byId(mapping.EventSourceArn['Fn::GetAtt'][0]).Properties;
      return {
        name: queue.QueueName,
        consumer: functionNamed(mapping.FunctionName),
        batchSize: mapping.BatchSize,
        maxConcurrency: mapping.ScalingConfig.MaximumConcurrency,
        responses: mapping.FunctionResponseTypes,
        visibilitySeconds: queue.VisibilityTimeout,
        maxReceives: queue.RedrivePolicy.maxReceiveCount,
        deadLetters: service.byId(queue.RedrivePolicy.deadLetterTargetArn['Fn::GetAtt'][0]).Properties.QueueName,
      };
    });
    const wanted = manifestQueues.map(([name, { only: _, ...spec }]) => ({
      ...spec,
      name: `seatledger-dev-${name}`,
      responses: ['ReportBatchItemFailures'],
      deadLetters: `seatledger-dev-${name}-dead-letters`,
    }));
    expect(byName(fed)).toEqual(byName(wanted));
  });

  it('has its stream consumers, which see only the items they are meant for', () => {
    const deployed = mappings('Stream').map(({ Properties: mapping }) => ({
      consumer: functionNamed(mapping.FunctionName),
      batchSize: mapping.BatchSize,
      maxRetries: mapping.MaximumRetryAttempts,
      filters: mapping.FilterCriteria.Filters.map((filter: { Pattern: string }) => JSON.parse(filter.Pattern)),
      halves: mapping.BisectBatchOnFunctionError,
      deadLetters: service.byId(mapping.DestinationConfig.OnFailure.Destination['Fn::GetAtt'][0]).Properties.QueueName,
    }));
    const expected = Object.entries(streams).map(([name, spec]) => ({
      consumer: spec.consumer,
      batchSize: spec.batchSize,
      maxRetries: spec.maxRetries,
      filters: [{ eventName: spec.eventNames, dynamodb: { NewImage: { type: { S: spec.itemTypes } } } }],
      halves: true,
      deadLetters: `seatledger-dev-${name}-dead-letters`,
    }));
    expect(deployed).toEqual(expected);
  });

  it('has its schedules, in UTC, and no other', () => {
    const deployed = rules().filter((rule) => rule.ScheduleExpression !== undefined);
    const expected = Object.values(schedules).map(
      ({ cron, target }) => `cron(${cron.minute} ${cron.hour} * * ? *) → ${target}`,
    );
    expect(deployed.map((rule) => `${rule.ScheduleExpression} → ${functionNamed(rule.Targets[0].Arn)}`)).toEqual(
      expected,
    );
  });

  it('has its event rules, which see only the mail of their own stage', () => {
    const deployed = rules().filter((rule) => rule.EventPattern !== undefined);
    const expected = Object.values(eventRules).map(({ consumer, pattern }) => ({
      consumer,
      bus: undefined,
      pattern: { ...pattern, detail: { mail: { tags: { 'ses:configuration-set': ['seatledger-dev'] } } } },
    }));
    expect(
      deployed.map((rule) => ({
        consumer: functionNamed(rule.Targets[0].Arn),
        bus: rule.EventBusName,
        pattern: rule.EventPattern,
      })),
    ).toEqual(expected);
  });

  function rules() {
    return service.ofType('AWS::Events::Rule').map((rule) => rule.Properties);
  }

  function mappings(source: 'SQS' | 'Stream'): Resource[] {
    const isStream = (mapping: Resource) => mapping.Properties.StartingPosition !== undefined;
    return service
      .ofType('AWS::Lambda::EventSourceMapping')
      .filter((mapping) => isStream(mapping) === (source === 'Stream'));
  }
});

function byName<T extends { readonly name: string }>(list: readonly T[]): T[] {
  return [...list].sort((a, b) => (a.name < b.name ? -1 : 1));
}
