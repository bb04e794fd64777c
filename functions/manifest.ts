/**
 * Everything this deployment runs, as plain data: routes, functions, queues, schedules, stream consumers, event rules.
 * The CDK app, the local deployment, the OpenAPI document and the tests read this file; its routes stand in routes.ts, and
 * nothing else lists a route.
 */

export * from './routes.ts';

/** What a function may do beside reading and writing its logs; its role holds exactly this. */
export interface FunctionSpec {
  readonly entry: string;
  readonly table: 'read' | 'read-write';
  readonly sendsTo?: readonly QueueName[];
  readonly publishesEvents?: true;
  readonly sendsMail?: true;
  /** What it must know of the payment gateway's secrets, where the stage has a gateway with any. */
  readonly gatewaySecrets?: readonly GatewaySecretName[];
  readonly timeoutSeconds?: number;
  readonly memoryMegabytes?: number;
  readonly only?: 'sandbox';
}

export type AreaName =
  | 'sign-ups'
  | 'sessions'
  | 'accounts'
  | 'members'
  | 'credit'
  | 'licences'
  | 'subscription'
  | 'orders'
  | 'payments'
  | 'invoices'
  | 'downloads'
  | 'usage'
  | 'support'
  | 'resellers'
  | 'catalogue'
  | 'docs'
  | 'pages'
  | 'sandbox-gateway';
export type WorkerName =
  | 'night-planner'
  | 'night-worker'
  | 'rollover-planner'
  | 'rollover-worker'
  | 'outbox'
  | 'mailer'
  | 'mail-feedback'
  | 'e-invoicer'
  | 'sandbox-webhooks';
export type FunctionName = AreaName | WorkerName;
export type GatewaySecretName = 'secret-key' | 'webhook-secret';
export type QueueName = 'night' | 'rollover' | 'mail' | 'e-invoices' | 'sandbox-webhooks';

export const functions: Readonly<Record<FunctionName, FunctionSpec>> = {
  'sign-ups': { entry: 'functions/sign-ups/index.ts', table: 'read-write', memoryMegabytes: 1024 },
  sessions: { entry: 'functions/sessions/index.ts', table: 'read-write', memoryMegabytes: 1024 },
  accounts: { entry: 'functions/accounts/index.ts', table: 'read-write' },
  members: { entry: 'functions/members/index.ts', table: 'read-write', memoryMegabytes: 1024 },
  credit: { entry: 'functions/credit/index.ts', table: 'read-write' },
  licences: { entry: 'functions/licences/index.ts', table: 'read-write' },
  subscription: { entry: 'functions/subscription/index.ts', table: 'read-write' },
  orders: { entry: 'functions/orders/index.ts', table: 'read-write' },
  payments: {
    entry: 'functions/payments/index.ts',
    table: 'read-write',
    gatewaySecrets: ['webhook-secret'],
    memoryMegabytes: 1024,
  },
  invoices: { entry: 'functions/invoices/index.ts', table: 'read-write', memoryMegabytes: 1024 },
  downloads: { entry: 'functions/downloads/index.ts', table: 'read', memoryMegabytes: 1024 },
  usage: { entry: 'functions/usage/index.ts', table: 'read-write' },
  support: { entry: 'functions/support/index.ts', table: 'read-write' },
  resellers: { entry: 'functions/resellers/index.ts', table: 'read-write' },
  catalogue: { entry: 'functions/catalogue/index.ts', table: 'read-write' },
  docs: { entry: 'functions/docs/index.ts', table: 'read' },
  pages: {
    entry: 'functions/pages/index.ts',
    table: 'read-write',
    gatewaySecrets: ['secret-key'],
    memoryMegabytes: 1024,
  },
  'sandbox-gateway': {
    entry: 'functions/sandbox-gateway/index.ts',
    table: 'read-write',
    sendsTo: ['sandbox-webhooks'],
    only: 'sandbox',
  },
  'night-planner': {
    entry: 'functions/nightly/planner.ts',
    table: 'read-write',
    sendsTo: ['night'],
    timeoutSeconds: 60,
  },
  'night-worker': {
    entry: 'functions/nightly/worker.ts',
    table: 'read-write',
    timeoutSeconds: 300,
    memoryMegabytes: 1024,
  },
  'rollover-planner': {
    entry: 'functions/rollover/planner.ts',
    table: 'read-write',
    sendsTo: ['rollover'],
    timeoutSeconds: 60,
  },
  'rollover-worker': {
    entry: 'functions/rollover/worker.ts',
    table: 'read-write',
    timeoutSeconds: 300,
    memoryMegabytes: 1024,
  },
  outbox: {
    entry: 'functions/outbox/relay.ts',
    table: 'read',
    sendsTo: ['mail', 'e-invoices'],
    publishesEvents: true,
    timeoutSeconds: 60,
  },
  mailer: { entry: 'functions/outbox/mailer.ts', table: 'read-write', sendsMail: true, timeoutSeconds: 60 },
  'mail-feedback': { entry: 'functions/outbox/mail-feedback.ts', table: 'read-write' },
  'e-invoicer': { entry: 'functions/e-invoicer/worker.ts', table: 'read-write', memoryMegabytes: 1024 },
  'sandbox-webhooks': { entry: 'functions/sandbox-gateway/deliver.ts', table: 'read', only: 'sandbox' },
};

export interface QueueSpec {
  readonly consumer: WorkerName;
  readonly batchSize: number;
  readonly visibilitySeconds: number;
  readonly maxReceives: number;
  readonly maxConcurrency: number;
  readonly only?: 'sandbox';
}

/** Every queue answers partial batch failures and has a dead-letter queue of its own. */
export const queues: Readonly<Record<QueueName, QueueSpec>> = {
  night: { consumer: 'night-worker', batchSize: 1, visibilitySeconds: 1800, maxReceives: 5, maxConcurrency: 64 },
  rollover: { consumer: 'rollover-worker', batchSize: 10, visibilitySeconds: 1800, maxReceives: 5, maxConcurrency: 32 },
  mail: { consumer: 'mailer', batchSize: 10, visibilitySeconds: 360, maxReceives: 12, maxConcurrency: 5 },
  'e-invoices': { consumer: 'e-invoicer', batchSize: 5, visibilitySeconds: 180, maxReceives: 8, maxConcurrency: 10 },
  'sandbox-webhooks': {
    consumer: 'sandbox-webhooks',
    batchSize: 1,
    visibilitySeconds: 180,
    maxReceives: 8,
    maxConcurrency: 2,
    only: 'sandbox',
  },
};

/**
 * Cron fields as EventBridge writes them, in UTC. The night is asked for every hour, because a local midnight falls on
 * another UTC hour in summer; the planner starts each business date once.
 */
export const schedules = {
  nightly: { cron: { minute: '1', hour: '*' }, target: 'night-planner' },
  rollover: { cron: { minute: '11', hour: '*' }, target: 'rollover-planner' },
} as const satisfies Record<string, { cron: { minute: string; hour: string }; target: WorkerName }>;
export type ScheduleName = keyof typeof schedules;

/** DynamoDB stream consumers; a record reaches the consumer only when its item's `type` is listed. */
export const streams = {
  outbox: {
    consumer: 'outbox',
    eventNames: ['INSERT'],
    itemTypes: ['mail', 'history', 'invoice'],
    batchSize: 50,
    maxRetries: 20,
  },
} as const satisfies Record<
  string,
  {
    consumer: WorkerName;
    eventNames: readonly string[];
    itemTypes: readonly string[];
    batchSize: number;
    maxRetries: number;
  }
>;

/** EventBridge rules on the default bus, where SES reports what became of a message. */
export const eventRules = {
  'mail-feedback': {
    consumer: 'mail-feedback',
    pattern: { source: ['aws.ses'], 'detail-type': ['Email Bounced', 'Email Complaint Received'] },
  },
} as const satisfies Record<string, { consumer: WorkerName; pattern: { source: string[]; 'detail-type': string[] } }>;
