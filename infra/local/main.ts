import { Command, InvalidArgumentError, Option } from 'commander';
import { Temporal } from 'temporal-polyfill';
import { type DeploymentOptions, type LocalDeployment, startDeployment } from './deployment.ts';
import { PortTaken } from './gateway/listen.ts';
import { MissingJava } from './java.ts';
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
const PARENT_CHECK_MILLISECONDS = 1000;

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
    const isExpected = error instanceof PortTaken || error instanceof MissingJava || error instanceof RangeError;
    console.error(isExpected ? error.message : error);
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

/** Ends the deployment, and the process, on a signal; a second signal does not wait. */
function endWith(running: Promise<LocalDeployment>): void {
  let isStopping = false;
  const end = async (): Promise<void> => {
    if (isStopping) process.exit(1);
    isStopping = true;
    await running.then(
      (deployment) => deployment.stop(),
      () => undefined,
    );
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void end());
  if (process.env['npm_lifecycle_event'] !== undefined) endWithParent(() => void end());
}

/** npm passes signals on, but cannot pass on the one that kills it; then this process has a new parent. */
function endWithParent(end: () => void): void {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    end();
  }, PARENT_CHECK_MILLISECONDS);
  timer.unref();
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
