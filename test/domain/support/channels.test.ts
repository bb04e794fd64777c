import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { catalogueSchema, toCatalogue } from '../../../lib/catalogue/schema.ts';
import { type Plan, requirePlan } from '../../../lib/domain/catalogue.ts';
import { newSubscription, type SubscriptionState } from '../../../lib/domain/licences/subscription.ts';
import type { Refused } from '../../../lib/domain/refusal.ts';
import { requireChannel, type SupportStanding, supportChannelsOf } from '../../../lib/domain/support/channels.ts';
import { ticketChannels } from '../../../lib/domain/support/ticket.ts';

function planOf(vendor: string, id: string): Plan {
  const text = readFileSync(new URL(`../../../lib/catalogue/vendors/${vendor}.json`, import.meta.url), 'utf8');
  return requirePlan(toCatalogue(catalogueSchema.parse(JSON.parse(text)), 1), id);
}

const suite = planOf('modules-packs-crm', 'suite');
const cloud = planOf('prepaid-crm', 'cloud');
const account = 'acc_01JZ8Q0V7M3K5N9P2R4S6T8W0X';

function onSuite(state: SubscriptionState, packs: readonly string[]): SupportStanding {
  const subscription = {
    ...newSubscription(account, 'suite', true),
    state,
    packs: packs.map((pack) => ({ pack, quantity: 1 })),
  };
  return { plan: suite, subscription, hasBoughtCredit: false };
}

const onCredit = (hasBoughtCredit: boolean): SupportStanding => ({
  plan: cloud,
  subscription: undefined,
  hasBoughtCredit,
});

describe('U4: phone, e-mail and chat come with a pack or plan', () => {
  it.each<[string, SupportStanding, string[]]>([
    ['a subscription without a support pack', onSuite('active', ['e-mails-1000']), []],
    ['a subscription with one', onSuite('active', ['support']), ['e-mail', 'phone', 'chat']],
    [
      'a plan that includes phone',
      { ...onSuite('active', []), plan: { ...suite, supportChannels: ['phone'] } as Plan },
      ['phone'],
    ],
    ['one whose renewal is past due', onSuite('past-due', ['support']), ['e-mail', 'phone', 'chat']],
    ['a suspended one', onSuite('suspended', ['support']), []],
    ['an ended one', onSuite('ended', ['support']), []],
    ['credit that was a gift', onCredit(false), []],
    ['credit that was bought once', onCredit(true), ['e-mail']],
  ])('%s', (_, standing, channels) => {
    expect(supportChannelsOf(standing)).toEqual(channels);
    for (const channel of ticketChannels) {
      const asked = () => requireChannel(account, channel, standing, 'user');
      if (channel === 'ticket' || channels.includes(channel)) expect(asked).not.toThrow();
      else expect(asked).toThrow('support.channel-not-included');
    }
  });

  it.each<[string, SupportStanding, string]>([
    ['packs', onSuite('active', []), '#packs'],
    ['credit', onCredit(false), '#buy'],
  ])('a refusal leads to where %s are bought, and says what is included', (_, standing, place) => {
    const refusal = caught(() => requireChannel(account, 'phone', standing, 'user'));
    expect(refusal.facts).toMatchObject({
      links: { buy: `/account?account=${account}${place}`, order: `/v1/accounts/${account}/orders` },
      errors: [{ pointer: '/channel' }],
      extra: { channels: ['ticket'] },
    });
  });

  it('tells staff what the account has, and sells them nothing', () => {
    const refusal = caught(() => requireChannel(account, 'phone', onSuite('active', []), 'operator'));
    expect(refusal.facts).toMatchObject({ values: { asker: 'staff' }, extra: { channels: ['ticket'] } });
    expect(refusal.facts.links).toEqual({ support: `/v1/accounts/${account}/support` });
  });
});

function caught(call: () => void): Refused {
  try {
    call();
  } catch (error) {
    return error as Refused;
  }
  throw new Error('It was not refused');
}
