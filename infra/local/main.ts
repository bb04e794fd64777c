import { Command, InvalidArgumentError, Option } from 'commander';
import { Temporal } from 'temporal-polyfill';
import { type DeploymentOptions, type LocalDeployment, startDeployment } from './deployment.ts';
import { PortTaken } from './gateway/listen.ts';
import { MissingJava } from './java.ts';
import { whenParentEnds } from './parent.ts';
import { CannotPrepare } from './prepare.ts';
import { jsonLine, welcome } from './welcome.ts';

interface Flags {
  readonly port: number;
  readonly catalogue?: string;
  readonly clock?: string;
  readonly data?: string;
  readonly seed: boolean;
  readonly operatorKey?: string;
  readonly captcha: 'on' | 'off';
  readonly json?: true;
}

const DEFAULT_PORT = 4680;
/** What a person can put right from the message alone. */
const plainFaults = [PortTaken, MissingJava, CannotPrepare, RangeError];
const SECOND_SIGNAL_MILLISECONDS = 500;

const flags = new Command('npm start --')
  .description('Runs Seatledger on this machine: the same functions as in AWS, with local services around them.')
  .option('--port <port>', 'port to answer on; 0 takes any free one', parsePort, DEFAULT_PORT)
  .option('--catalogue <file>', 'catalogue to start with')
  .option('--clock <instant>', 'instant the clock starts at, such as 2026-01-15T08:00:00Z', parseInstant)
  .option('--data <folder>', 'folder to keep the data in between runs (in memory without it)')
  .option('--no-seed', 'start without demo data')
  .option('--operator-key <key>', 'API key of the operator, for tests')
  .addOption(
    new Option('--captcha <switch>', 'whether signing up asks for a solved captcha')
      .choices(['on', 'off'])
      .default('on'),
  )
  .option('--json', 'print one line of JSON when ready, and nothing else')
  .addHelpText(
    'after',
    '\nEnvironment: DYNAMODB_ENDPOINT uses another DynamoDB in place of DynamoDB Local; JAVA_HOME says where Java is.',
  )
  .parse()
  .opts<Flags>();

const print = process.stdout.write.bind(process.stdout);
// Whoever reads the one JSON line must not meet a function's log on the way.
if (flags.json) process.stdout.write = process.stderr.write.bind(process.stderr) as typeof process.stdout.write;

const starting = startDeployment(deploymentOptions());
endWith(starting);
starting.then(
  (deployment) => print(flags.json ? jsonLine(deployment) : welcome(deployment)),
  (error: unknown) => {
    const isPlain = plainFaults.some((fault) => error instanceof fault);
    console.error(isPlain && error instanceof Error ? error.message : error);
    process.exit(1);
  },
);

function deploymentOptions(): DeploymentOptions {
  return {
    port: flags.port,
    seed: flags.seed,
    captcha: flags.captcha,
    ...(flags.catalogue === undefined ? {} : { catalogueFile: flags.catalogue }),
    ...(flags.clock === undefined ? {} : { clock: flags.clock }),
    ...(flags.data === undefined ? {} : { dataDirectory: flags.data }),
    ...(flags.operatorKey === undefined ? {} : { operatorKey: flags.operatorKey }),
    ...(flags.json ? {} : { progress: (line: string) => print(`${line} …\n`) }),
  };
}

/**
 * Ends the deployment, and the process, on a signal; a later signal does not wait. One that comes at once does not count:
 * on Ctrl-C both the terminal and npm send it.
 */
function endWith(running: Promise<LocalDeployment>): void {
  let stoppingSince: number | undefined;
  const end = async (): Promise<void> => {
    if (stoppingSince !== undefined) {
      if (Date.now() - stoppingSince > SECOND_SIGNAL_MILLISECONDS) process.exit(1);
      return;
    }
    stoppingSince = Date.now();
    await running.then(
      (deployment) => deployment.stop(),
      () => undefined,
    );
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void end());
  if (process.env['npm_lifecycle_event'] !== undefined) whenParentEnds(() => void end());
}

function parsePort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) throw new InvalidArgumentError('A port is a number from 0 to 65535.');
  return port;
}

function parseInstant(text: string): string {
  try {
    return Temporal.Instant.from(text).toString();
  } catch {
    throw new InvalidArgumentError('An instant is written like 2026-01-15T08:00:00Z.');
  }
}
