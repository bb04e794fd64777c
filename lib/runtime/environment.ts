import * as z from 'zod';

/** The environment every function gets. The CDK app and the local deployment set exactly these names. */
export const environmentSchema = z.object({
  /** `local`, or the stage's name in AWS. */
  STAGE: z.string().min(1),
  TABLE_NAME: z.string().min(1),
  /** Where customers reach this deployment, without a slash at the end. */
  BASE_URL: z.url(),
  MAIL_FROM: z.string().min(3),
  MAIL_CONFIGURATION_SET: z.string().min(1),
  EVENT_BUS_NAME: z.string().min(1),
  /** Which payment gateway takes cards: `sandbox` never moves money; `none` refuses card payments. */
  GATEWAY: z.enum(['sandbox', 'none']),
  /** `off` only where tests sign up by the hundred. */
  CAPTCHA: z.enum(['on', 'off']).default('on'),
  /** How many partitions the credit heads are spread over. Fixed for the life of a deployment: heads are found by it. */
  CREDIT_SHARDS: z.coerce.number().int().min(1).max(256).default(256),
  NIGHT_QUEUE_URL: z.url().optional(),
  ROLLOVER_QUEUE_URL: z.url().optional(),
  MAIL_QUEUE_URL: z.url().optional(),
  SANDBOX_WEBHOOKS_QUEUE_URL: z.url().optional(),
  LOG_LEVEL: z.enum(['DEBUG', 'INFO', 'WARN', 'ERROR', 'SILENT']).optional(),
});
export type Environment = z.infer<typeof environmentSchema>;

export const queueUrlVariable = {
  night: 'NIGHT_QUEUE_URL',
  rollover: 'ROLLOVER_QUEUE_URL',
  mail: 'MAIL_QUEUE_URL',
  'sandbox-webhooks': 'SANDBOX_WEBHOOKS_QUEUE_URL',
} as const;

let parsed: Environment | undefined;

/** Reads and checks the environment once; a missing variable is a deployment fault and names itself. */
export function environment(): Environment {
  parsed ??= environmentSchema.parse(process.env);
  return parsed;
}

/** Forgets what was read, for a process that starts a second deployment (tests do). */
export function forgetEnvironment(): void {
  parsed = undefined;
}
