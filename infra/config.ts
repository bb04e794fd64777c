import * as z from 'zod';

/** The retention periods CloudWatch Logs accepts. */
const retentionDays = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/**
 * Each description ends the sentence a wrong or missing setting stops the synth with, so it says what to write instead.
 */
const settingsSchema = z.strictObject({
  kind: z.enum(['development', 'production']).describe('development or production'),
  account: z
    .string()
    .regex(/^\d{12}$/)
    .optional()
    .describe('an AWS account of twelve digits, or leave it out'),
  region: z
    .string()
    .regex(/^[a-z]{2}(-[a-z]+)+-\d$/)
    .optional()
    .describe('an AWS region such as eu-central-1, or leave it out'),
  mailFrom: z.email().describe('the e-mail address that customers get mail from'),
  mailIdentity: z
    .union([z.hostname().regex(/\./), z.email()])
    .describe('the domain or e-mail address that SES verifies, which mailFrom belongs to'),
  alarmEmail: z.email().optional().describe('the e-mail address that alarms go to'),
  gateway: z
    .enum(['sandbox', 'stripe', 'none'])
    .describe('sandbox (never moves money), stripe, or none (card payments are refused)'),
  vies: z
    .enum(['on', 'off'])
    .default('on')
    .describe("on (VAT numbers are checked with the Commission's VIES) or off (their form and checksum are enough)"),
  invoiceSeries: z.coerce
    .number()
    .int()
    .min(1)
    .max(26)
    .default(1)
    .describe('a whole number from 1 to 26, in how many series invoices are numbered; change it at a new year'),
  customDomain: z
    .hostname()
    .regex(/\./)
    .optional()
    .describe('the domain name customers reach the API under, or leave it out'),
  certificateArn: z
    .string()
    .regex(/^arn:aws[\w-]*:acm:[\w-]+:\d{12}:certificate\/[\w-]+$/)
    .optional()
    .describe("the ARN of customDomain's certificate in ACM, in the same region"),
  logRetentionDays: z.coerce
    .number()
    .refine((days) => retentionDays.includes(days))
    .default(30)
    .describe(`one of the periods CloudWatch knows: ${retentionDays.join(', ')} days`),
  logLevel: z.enum(['DEBUG', 'INFO', 'WARN', 'ERROR']).default('INFO').describe('DEBUG, INFO, WARN or ERROR'),
  requestsPerSecond: z.coerce
    .number()
    .int()
    .min(1)
    .max(10_000)
    .default(100)
    .describe('a whole number from 1 to 10000, the requests a second the API takes before it answers 429'),
});
type SettingName = keyof typeof settingsSchema.shape;
const settingNames = Object.keys(settingsSchema.shape) as SettingName[];

/** What one stage is deployed with. */
export type StageSettings = z.output<typeof settingsSchema> & { readonly stage: string };

/** Everything that is wrong with the settings, one sentence each: the reader mends them all before the next synth. */
export class SettingsError extends Error {
  readonly sentences: readonly string[];

  constructor(sentences: readonly string[]) {
    super(sentences.join('\n'));
    this.name = 'SettingsError';
    this.sentences = sentences;
  }
}

/**
 * The settings of the stage that `-c stage=…` names (`dev` without it): those in cdk.json under `stages`, each replaced by
 * `-c <setting>=<value>` where given.
 */
export function parseStageSettings(context: Readonly<Record<string, unknown>>): StageSettings {
  const stage = String(context['stage'] ?? 'dev');
  const stages = asRecord(context['stages']);
  const given: Record<string, unknown> = { ...asRecord(stages[stage]), ...overridesIn(context) };
  if (stages[stage] === undefined && given['kind'] === undefined) {
    throw new SettingsError([unknownStage(stage, Object.keys(stages))]);
  }
  const parsed = settingsSchema.safeParse(given);
  const sentences = [
    ...stageNameMistakes(stage),
    ...unknownOverrides(context),
    ...(parsed.success ? [] : parsed.error.issues.flatMap((issue) => sentencesOf(stage, issue, given))),
    ...contradictions(stage, given),
  ];
  if (!parsed.success || sentences.length > 0) throw new SettingsError(sentences);
  return { ...parsed.data, stage };
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function overridesIn(context: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(settingNames.filter((name) => name in context).map((name) => [name, context[name]]));
}

function unknownStage(stage: string, known: readonly string[]): string {
  return known.length === 0
    ? `There is no stage "${stage}": cdk.json has no stages, so run this through "npx cdk" in the project's folder.`
    : `There is no stage "${stage}": cdk.json knows ${known.join(', ')}.`;
}

function stageNameMistakes(stage: string): string[] {
  if (stage === 'local') return ['The stage name "local" is taken by the laptop deployment: choose another.'];
  if (!/^[a-z][a-z0-9-]{0,19}$/.test(stage)) {
    return [`The stage name "${stage}" is wrong: use up to 20 small letters, digits and hyphens, a letter first.`];
  }
  return [];
}

/** A mistyped `-c mailfrom=…` would be silently ignored. The CDK's own context keys are never one plain word. */
function unknownOverrides(context: Readonly<Record<string, unknown>>): string[] {
  return Object.keys(context)
    .filter((key) => /^[A-Za-z]+$/.test(key) && key !== 'stage' && key !== 'stages' && !isSetting(key))
    .map((key) => `There is no setting "${key}" to give with -c: the settings are ${settingNames.join(', ')}.`);
}

function isSetting(key: string): key is SettingName {
  return key in settingsSchema.shape;
}

function sentencesOf(stage: string, issue: z.core.$ZodIssue, given: Record<string, unknown>): string[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map(
      (key) =>
        `Stage "${stage}" has a setting "${key}" that does not exist: the settings are ${settingNames.join(', ')}.`,
    );
  }
  const name = String(issue.path[0]) as SettingName;
  const expected = settingsSchema.shape[name].description;
  return given[name] === undefined
    ? [`Stage "${stage}" has no ${name}: give ${expected}.`]
    : [`Stage "${stage}" has a wrong ${name}, ${JSON.stringify(given[name])}: give ${expected}.`];
}

/** Mistakes of several settings together; they read what was given, so that they show even beside other mistakes. */
function contradictions(stage: string, given: Record<string, unknown>): string[] {
  const sentences: string[] = [];
  if (given['kind'] === 'production' && given['gateway'] === 'sandbox') {
    sentences.push(
      `Stage "${stage}" is production, which refuses the sandbox gateway: its test cards would give credit away.`,
    );
  }
  if (given['kind'] === 'production' && given['alarmEmail'] === undefined) {
    sentences.push(`Stage "${stage}" is production and has no alarmEmail: give the e-mail address that alarms go to.`);
  }
  if ((given['customDomain'] === undefined) !== (given['certificateArn'] === undefined)) {
    sentences.push(`Stage "${stage}" has only one of customDomain and certificateArn: give both or neither.`);
  }
  if (!isMailFromCovered(given['mailFrom'], given['mailIdentity'])) {
    sentences.push(
      `Stage "${stage}" sends from ${given['mailFrom']}, which ${given['mailIdentity']} does not cover: SES would refuse it.`,
    );
  }
  return sentences;
}

/** SES lets a verified domain send for itself and everything below it, and a verified address for itself only. */
function isMailFromCovered(from: unknown, identity: unknown): boolean {
  const isJudgeable = typeof from === 'string' && from.includes('@') && typeof identity === 'string';
  if (!isJudgeable) return true;
  if (identity.includes('@')) return from === identity;
  const domain = from.slice(from.lastIndexOf('@') + 1);
  return domain === identity || domain.endsWith(`.${identity}`);
}
