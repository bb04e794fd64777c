import { devNull } from 'node:os';
import { queueUrlVariable } from '../../lib/runtime/environment.ts';
import { VIES_PATH } from './aws/vies.ts';
import { AWS_ACCOUNT, AWS_REGION, EVENT_BUS, MAIL_CONFIGURATION_SET, MAIL_FROM, STAGE } from './names.ts';

type Variables = Readonly<Record<string, string | undefined>>;

export interface EnvironmentOptions {
  readonly url: string;
  readonly tableName: string;
  readonly dynamodbEndpoint: string;
  readonly awsEndpoint: string;
  readonly captcha: 'on' | 'off';
}

/** The accounts of one machine fit in a few partitions, and a year of nights that reads few is quick. */
const CREDIT_SHARDS = '8';

/** What the CDK app gives the functions, and where the SDK finds the local services. */
export function functionVariables(options: EnvironmentOptions): Variables {
  const queueUrls = Object.entries(queueUrlVariable).map(([queue, variable]) => [
    variable,
    `${options.awsEndpoint}/${AWS_ACCOUNT}/${queue}`,
  ]);
  return {
    STAGE,
    TABLE_NAME: options.tableName,
    BASE_URL: options.url,
    MAIL_FROM,
    MAIL_CONFIGURATION_SET,
    EVENT_BUS_NAME: EVENT_BUS,
    GATEWAY: 'sandbox',
    CAPTCHA: options.captcha,
    CREDIT_SHARDS,
    VIES_URL: `${options.awsEndpoint}${VIES_PATH}`,
    LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'WARN',
    ...Object.fromEntries(queueUrls),
    AWS_ENDPOINT_URL_DYNAMODB: options.dynamodbEndpoint,
    AWS_ENDPOINT_URL_SES: options.awsEndpoint,
    AWS_ENDPOINT_URL_EVENTBRIDGE: options.awsEndpoint,
    AWS_ENDPOINT_URL_SQS: options.awsEndpoint,
    POWERTOOLS_METRICS_DISABLED: 'true',
  };
}

/** Nothing of the person's own AWS account is used: no profile, no file, no token. */
export const awsVariables: Variables = {
  AWS_REGION,
  AWS_DEFAULT_REGION: AWS_REGION,
  AWS_ACCESS_KEY_ID: 'local',
  AWS_SECRET_ACCESS_KEY: 'local',
  AWS_SESSION_TOKEN: undefined,
  AWS_PROFILE: undefined,
  AWS_ENDPOINT_URL: undefined,
  AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: undefined,
  AWS_USE_FIPS_ENDPOINT: undefined,
  AWS_USE_DUALSTACK_ENDPOINT: undefined,
  AWS_CONFIG_FILE: devNull,
  AWS_SHARED_CREDENTIALS_FILE: devNull,
};

/** Sets variables of this process, and answers how to put back what was there. */
export function setVariables(variables: Variables): () => void {
  const before = Object.keys(variables).map((name) => [name, process.env[name]] as const);
  const set = (name: string, value: string | undefined): void => {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  };
  for (const [name, value] of Object.entries(variables)) set(name, value);
  return () => {
    for (const [name, value] of before) set(name, value);
  };
}
