import * as z from 'zod';
import type { GatewaySecretName } from '../../functions/manifest.ts';

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
  GATEWAY: z.enum(['sandbox', 'stripe', 'none']),
  /** Names of SecureString parameters, for the functions that need what is in them. */
  STRIPE_SECRET_KEY_PARAMETER: z.string().min(1).optional(),
  STRIPE_WEBHOOK_SECRET_PARAMETER: z.string().min(1).optional(),
  /** Which of Stripe's two modes the key must be of. */
  STRIPE_MODE: z.enum(['test', 'live']).optional(),
  /** Another address than Stripe's own, for tests and local trials. */
  STRIPE_API_URL: z.url().optional(),
  /** `off` only where tests sign up by the hundred. */
  CAPTCHA: z.enum(['on', 'off']).default('on'),
  /** How many partitions the credit heads are spread over. Fixed for the life of a deployment: heads are found by it. */
  CREDIT_SHARDS: z.coerce.number().int().min(1).max(256).default(256),
  /** How many series invoices are numbered in: one is written to about thirty times a second. Change it at a new year. */
  INVOICE_SERIES: z.coerce.number().int().min(1).max(26).default(1),
  /** Where VIES is asked about VAT numbers; without it a number of right form and checksum counts as valid. */
  VIES_URL: z.url().optional(),
  NIGHT_QUEUE_URL: z.url().optional(),
  ROLLOVER_QUEUE_URL: z.url().optional(),
  MAIL_QUEUE_URL: z.url().optional(),
  E_INVOICES_QUEUE_URL: z.url().optional(),
  SANDBOX_WEBHOOKS_QUEUE_URL: z.url().optional(),
  LOG_LEVEL: z.enum(['DEBUG', 'INFO', 'WARN', 'ERROR', 'SILENT']).optional(),
});
export type Environment = z.infer<typeof environmentSchema>;

export const queueUrlVariable = {
  night: 'NIGHT_QUEUE_URL',
  rollover: 'ROLLOVER_QUEUE_URL',
  mail: 'MAIL_QUEUE_URL',
  'e-invoices': 'E_INVOICES_QUEUE_URL',
  'sandbox-webhooks': 'SANDBOX_WEBHOOKS_QUEUE_URL',
} as const;

/** What a gateway keeps secret, and the variable that names the parameter it is in. */
export const gatewaySecretVariable = {
  'secret-key': 'STRIPE_SECRET_KEY_PARAMETER',
  'webhook-secret': 'STRIPE_WEBHOOK_SECRET_PARAMETER',
} as const satisfies Record<GatewaySecretName, string>;

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
