import { Command } from 'commander';
import { now } from '../lib/runtime/clock.ts';
import { newApiKey } from '../lib/runtime/new-api-key.ts';
import { commitApiKey } from '../lib/store/api-keys.ts';

interface Flags {
  readonly table: string;
  readonly name: string;
  readonly region?: string;
}

const flags = new Command('npm run operator-key --')
  .description(
    'Makes an operator’s API key in a deployed table, with your AWS credentials, and shows it once. It is the way in to a new deployment; more keys are made with POST /v1/api-keys.',
  )
  .requiredOption('--table <name>', 'the deployment’s table, as the stack’s outputs name it')
  .option('--name <text>', 'what the key is called in the list of keys', 'First operator key')
  .option('--region <region>', 'AWS region; otherwise the one your AWS settings name')
  .parse()
  .opts<Flags>();

await makeKey(flags).catch((error: Error) => {
  console.error(`No key was made. ${error.message}. Check --table, --region and your AWS credentials.`);
  process.exitCode = 1;
});

async function makeKey({ table, name, region }: Flags): Promise<void> {
  setEnvironment(table, region);
  const { apiKey, secret } = newApiKey(name, ['operator'], now());
  await commitApiKey(apiKey);
  console.error(`The key "${name}" (${apiKey.id}) is in force. It is shown this once:`);
  // Alone on standard output, so that it can be piped into a password manager.
  console.log(secret);
}

/** The store reads the environment of a function; of it, only the table matters here. */
function setEnvironment(table: string, region: string | undefined): void {
  const unused = 'https://unused.invalid';
  Object.assign(process.env, {
    STAGE: 'operator-key',
    TABLE_NAME: table,
    BASE_URL: unused,
    MAIL_FROM: unused,
    MAIL_CONFIGURATION_SET: unused,
    EVENT_BUS_NAME: unused,
    GATEWAY: 'none',
    ...(region === undefined ? {} : { AWS_REGION: region }),
  });
}
