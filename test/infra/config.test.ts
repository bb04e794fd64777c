import { describe, expect, it } from 'vitest';
import { parseStageSettings, SettingsError } from '../../infra/config.ts';
import { cdkContext, production } from './synthesise.ts';

function mistakesOf(context: Record<string, unknown>): readonly string[] {
  try {
    parseStageSettings({ ...cdkContext, ...context });
    return [];
  } catch (error) {
    if (error instanceof SettingsError) return error.sentences;
    throw error;
  }
}

describe('a stage is deployed with the settings of cdk.json', () => {
  it('is the development stage with the sandbox gateway when none is named', () => {
    expect(parseStageSettings(cdkContext)).toMatchObject({
      stage: 'dev',
      kind: 'development',
      gateway: 'sandbox',
      logRetentionDays: 30,
      logLevel: 'INFO',
      requestsPerSecond: 100,
      vies: 'on',
    });
  });

  it('takes a setting given with -c before that of cdk.json, numbers as text included', () => {
    const settings = parseStageSettings({
      ...cdkContext,
      gateway: 'none',
      requestsPerSecond: '250',
      logRetentionDays: '7',
      invoiceSeries: '4',
    });
    expect(settings).toMatchObject({
      gateway: 'none',
      requestsPerSecond: 250,
      logRetentionDays: 7,
      invoiceSeries: 4,
    });
  });

  it('makes a stage that cdk.json does not know, when -c gives all of it', () => {
    const given = {
      kind: 'development',
      gateway: 'none',
      mailFrom: 'me@trial.example',
      mailIdentity: 'me@trial.example',
    };
    expect(parseStageSettings({ stage: 'trial', ...given })).toMatchObject({ stage: 'trial', ...given });
  });

  it('is a complete production stage with three settings given', () => {
    expect(mistakesOf(production)).toEqual([]);
  });
});

describe('a missing or wrong setting stops the synth with a sentence', () => {
  it.each<[Record<string, unknown>, RegExp]>([
    [
      { mailFrom: 'nobody' },
      /^Stage "dev" has a wrong mailFrom, "nobody": give the e-mail address that customers get mail from\.$/,
    ],
    [{ gateway: 'paypal' }, /^Stage "dev" has a wrong gateway, "paypal": give sandbox .*, stripe, or none .*\.$/],
    [{ kind: 'staging' }, /^Stage "dev" has a wrong kind, "staging": give development or production\.$/],
    [{ account: '123' }, /^Stage "dev" has a wrong account, "123": give an AWS account of twelve digits/],
    [{ region: 'Frankfurt' }, /^Stage "dev" has a wrong region, "Frankfurt": give an AWS region such as eu-central-1/],
    [
      { logRetentionDays: '31' },
      /^Stage "dev" has a wrong logRetentionDays, "31": give one of the periods CloudWatch knows/,
    ],
    [
      { requestsPerSecond: '0' },
      /^Stage "dev" has a wrong requestsPerSecond, "0": give a whole number from 1 to 10000/,
    ],
    [{ vies: 'maybe' }, /^Stage "dev" has a wrong vies, "maybe": give on .* or off /],
    [{ invoiceSeries: '27' }, /^Stage "dev" has a wrong invoiceSeries, "27": give a whole number from 1 to 26/],
    [{ alarmEmail: '' }, /^Stage "dev" has a wrong alarmEmail, "": give the e-mail address that alarms go to\.$/],
    [
      { customDomain: 'accounts.vendor.example' },
      /^Stage "dev" has only one of customDomain and certificateArn: give both or neither\.$/,
    ],
    [
      { mailIdentity: 'other.example' },
      /^Stage "dev" sends from no-reply@dev\.seatledger\.example, which other\.example does not cover/,
    ],
    [
      { mailFrom: 'a@evil-dev.seatledger.example' },
      /^Stage "dev" sends from a@evil-dev\.seatledger\.example, which dev\.seatledger\.example does not cover/,
    ],
    [
      { mailfrom: 'a@b.example' },
      /^There is no setting "mailfrom" to give with -c: the settings are kind, account, region, mailFrom,/,
    ],
    [{ stage: 'test' }, /^There is no stage "test": cdk\.json knows dev, prod\.$/],
    [{ stages: undefined }, /^There is no stage "dev": cdk\.json has no stages, so run this through "npx cdk"/],
  ])('%j', (given, sentence) => {
    expect(mistakesOf(given)).toEqual([expect.stringMatching(sentence)]);
  });

  it('refuses a stage called local, which is the laptop', () => {
    const given = {
      stage: 'local',
      kind: 'development',
      gateway: 'none',
      mailFrom: 'a@b.example',
      mailIdentity: 'b.example',
    };
    expect(mistakesOf(given)).toEqual(['The stage name "local" is taken by the laptop deployment: choose another.']);
  });

  it('refuses a misspelt setting in cdk.json', () => {
    const dev = { ...(cdkContext['stages'] as { dev: object }).dev, mailTo: 'x' };
    expect(mistakesOf({ stages: { dev } })).toEqual([
      expect.stringMatching(/^Stage "dev" has a setting "mailTo" that does not exist/),
    ]);
  });

  it('tells every mistake at once', () => {
    expect(mistakesOf({ stage: 'prod' })).toEqual([
      'Stage "prod" has no mailFrom: give the e-mail address that customers get mail from.',
      'Stage "prod" has no mailIdentity: give the domain or e-mail address that SES verifies, which mailFrom belongs to.',
      'Stage "prod" is production and has no alarmEmail: give the e-mail address that alarms go to.',
    ]);
  });
});

describe('production never runs the sandbox gateway', () => {
  it('takes cards with stripe', () => {
    expect(mistakesOf({ ...production, gateway: 'stripe' })).toEqual([]);
  });

  it('refuses it with a sentence', () => {
    expect(mistakesOf({ ...production, gateway: 'sandbox' })).toEqual([
      'Stage "prod" is production, which refuses the sandbox gateway: its test cards would give credit away.',
    ]);
  });
});
