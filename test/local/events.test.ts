import { EventBridgeClient, ListRulesCommand, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { LocalDeployment } from '../../infra/local/deployment.ts';
import { patternMatcher } from '../../infra/local/event-bus.ts';
import { startStubbed } from './start-stubbed.ts';

let deployment: LocalDeployment;
let events: EventBridgeClient;

beforeAll(async () => {
  deployment = await startStubbed({});
  events = new EventBridgeClient();
});
afterAll(async () => {
  events.destroy();
  await deployment.stop();
});

const entry = {
  EventBusName: 'seatledger',
  Source: 'seatledger',
  DetailType: 'account.activated',
  Detail: '{"account":"acc_1"}',
};

describe('an event put with the SDK', () => {
  it('is published and can be looked up', async () => {
    const { Entries, FailedEntryCount } = await events.send(new PutEventsCommand({ Entries: [entry] }));
    expect(FailedEntryCount).toBe(0);
    const listed = await (await fetch(`${deployment.url}/_local/events`)).json();
    expect(listed).toEqual({
      events: [
        {
          id: Entries?.[0]?.EventId,
          bus: 'seatledger',
          source: 'seatledger',
          type: 'account.activated',
          time: expect.stringMatching(/^2026-01-15T08:0\d:\d\dZ$/),
          detail: { account: 'acc_1' },
        },
      ],
    });
  });

  it.each([
    [{ ...entry, Detail: 'not JSON' }, 'MalformedDetail'],
    [{ ...entry, Detail: '[]' }, 'MalformedDetail'],
    [{ ...entry, Source: undefined }, 'InvalidArgument'],
    [{ ...entry, Source: 'aws.ses' }, 'NotAuthorizedForSourceException'],
    [{ ...entry, EventBusName: 'other' }, 'ResourceNotFoundException'],
  ])('is refused by itself where EventBridge refuses it (case %#)', async (wrong, code) => {
    const answer = await events.send(new PutEventsCommand({ Entries: [wrong, entry] }));
    expect(answer.FailedEntryCount).toBe(1);
    expect(answer.Entries).toEqual([expect.objectContaining({ ErrorCode: code }), { EventId: expect.any(String) }]);
  });

  it('fails loudly for an action that is not answered locally', async () => {
    const stderr = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    await expect(events.send(new ListRulesCommand())).rejects.toThrow(/ListRules is not answered locally/);
    stderr.mockRestore();
  });
});

describe('an event rule', () => {
  const event = { source: 'aws.ses', 'detail-type': 'Email Bounced' } as Parameters<
    ReturnType<typeof patternMatcher>
  >[0];

  it('matches one of the exact values of every field', () => {
    const matches = patternMatcher('rule', { source: ['aws.ses'], 'detail-type': ['Email Bounced', 'Other'] });
    expect(matches(event)).toBe(true);
    expect(matches({ ...event, source: 'aws.s3' })).toBe(false);
  });

  it.each([
    [{ source: [{ prefix: 'aws.' }] }],
    [{ detail: { eventType: ['Bounce'] } }],
    [{ source: 'aws.ses' }],
    [{ $or: [] }],
  ])('throws at the start for the pattern %j, which it does not support', (pattern) => {
    expect(() => patternMatcher('rule', pattern)).toThrow(/event rule rule/);
  });
});
