import { setTimeout as sleep } from 'node:timers/promises';
import { Temporal } from 'temporal-polyfill';
import { routes, type ScheduleName, schedules } from '../../functions/manifest.ts';
import { replaceClock } from '../../lib/runtime/clock.ts';
import { forgetEnvironment } from '../../lib/runtime/environment.ts';
import { forgetCatalogue } from '../../lib/store/catalogue.ts';
import { forgetDeploymentKey } from '../../lib/store/deployment-key.ts';
import { forgetClient } from '../../lib/store/table.ts';
import { eventBridgeService } from './aws/event-bridge.ts';
import { startAwsServer } from './aws/server.ts';
import { sqsService } from './aws/sqs.ts';
import { type BackEnd, createBackEnd } from './back-end.ts';
import { MovableClock } from './clock.ts';
import { answerLocally } from './control/routes.ts';
import { type Database, openDatabase } from './database.ts';
import type { Deployed, LocalDeployment } from './deployed.ts';
import { deploymentClock } from './deployment-clock.ts';
import { awsVariables, functionVariables, setVariables } from './environment.ts';
import type { Handlers } from './functions.ts';
import { latestToldMs, restoreState, StateKeeper } from './keep-state.ts';
import { keptInbox } from './kept-inbox.ts';
import { type KeptState, loadKeptState } from './kept-state.ts';
import { prepareDeployment } from './prepare.ts';
import { scheduledEvent } from './schedules.ts';
import { startServer } from './server.ts';

export interface DeploymentOptions {
  /** 0, the default, takes any free port. */
  readonly port?: number;
  /** The instant the clock starts at; the real time without it. */
  readonly clock?: string;
  readonly catalogueFile?: string;
  readonly operatorKey?: string;
  /** Whether to add demo data; not by default. */
  readonly seed?: boolean;
  /** `on` by default, as in AWS. */
  readonly captcha?: 'on' | 'off';
  /** Folder the data is kept in between runs; in memory without it. */
  readonly dataDirectory?: string;
  /** Another DynamoDB; by default the one DYNAMODB_ENDPOINT names, or else a DynamoDB Local of its own. */
  readonly dynamodbEndpoint?: string;
  readonly tableName?: string;
  /** Functions to run in place of the manifest's; with it, the others are loaded only when first called. */
  readonly handlers?: Handlers;
  /** Fills the table before anyone calls; a test with functions of its own has nothing to fill. */
  readonly prepare?: typeof prepareDeployment;
  readonly progress?: (line: string) => void;
}

export type { LocalDeployment } from './deployed.ts';

type WhenStopped = (cleanUp: () => unknown) => void;

const DEFAULT_TABLE = 'seatledger';
const STOP_MILLISECONDS = 5000;

/** The environment variables belong to the whole process, so it runs one deployment at a time. */
let isRunning = false;

function leave(): void {
  isRunning = false;
}

export async function startDeployment(options: DeploymentOptions = {}): Promise<LocalDeployment> {
  if (isRunning) throw new Error('This process already runs a deployment; stop that one first.');
  isRunning = true;
  const cleanUps: (() => unknown)[] = [leave];
  const stop = async (): Promise<void> => {
    for (let cleanUp = cleanUps.pop(); cleanUp !== undefined; cleanUp = cleanUps.pop()) await cleanUp();
  };
  try {
    return await start(options, (cleanUp) => cleanUps.push(cleanUp), stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

async function start(
  options: DeploymentOptions,
  whenStopped: WhenStopped,
  stop: () => Promise<void>,
): Promise<LocalDeployment> {
  const { dataDirectory, progress = () => undefined } = options;
  const kept = dataDirectory === undefined ? undefined : loadKeptState(dataDirectory);
  const { clock, dueFromMs, catchUpTo } = startClock(options.clock, kept);
  let isCatchingUp = catchUpTo !== undefined && options.clock === undefined;
  const keeper = new StateKeeper();
  const ready = Promise.withResolvers<Deployed>();
  ready.promise.catch(() => undefined);
  whenStopped(() => ready.reject(new Error('The deployment has stopped.')));

  // First of all, because a taken port is to be said at once. Requests that come early wait.
  const server = await startServer({
    port: options.port ?? 0,
    routes,
    nowMs: () => clock.nowMs(),
    invoke: async (name, event) => (await ready.promise).invoke(name, event),
    answerLocally: async (request) => answerLocally(await ready.promise, request),
  });
  whenStopped(() => server.close());
  const url = `http://localhost:${server.port}`;

  whenStopped(setVariables(awsVariables));
  const database = await openDatabase({
    endpoint: options.dynamodbEndpoint ?? (process.env['DYNAMODB_ENDPOINT'] || undefined),
    tableName: options.tableName ?? DEFAULT_TABLE,
    directory: dataDirectory,
    position: kept?.stream,
    progress,
  });
  whenStopped(() => database.close());
  const backEnd = createBackEnd({
    clock,
    dueFromMs,
    keeper,
    inboxFile: dataDirectory === undefined ? undefined : keptInbox(dataDirectory),
    handlers: options.handlers ?? {},
    ...database,
  });
  await openServices(options, url, database, backEnd, clock, keeper, whenStopped);
  if (options.handlers === undefined) {
    progress('Loading the functions');
    await backEnd.functions.load();
  }

  const deployed: Deployed = {
    url,
    tableName: database.tableName,
    dynamodbEndpoint: database.endpoint,
    clock: deploymentClock(clock, backEnd.timekeeper),
    inbox: backEnd.inbox,
    deadLetters: backEnd.deadLetters,
    vies: backEnd.vies,
    events: () => backEnd.bus.published(),
    settle: () => backEnd.settle(),
    runSchedule: (name) => runSchedule(backEnd, name, clock.nowMs()),
    invoke: (name, event) => backEnd.invoke(name, event),
    stop,
  };
  if (kept !== undefined) await restoreState(backEnd, kept);
  if (dataDirectory !== undefined) {
    const { reader } = database;
    keeper.start({ directory: dataDirectory, clock, backEnd, reader, isCatchingUp: () => isCatchingUp });
    whenStopped(() => keeper.stop());
  }
  whenStopped(() => finish(backEnd));
  if (dataDirectory !== undefined) whenStopped(() => withinLimit(backEnd.settle()));
  whenStopped(() => server.close());
  backEnd.pump.start();
  ready.resolve(deployed);

  progress('Preparing the catalogue and the data');
  const { prepare = prepareDeployment } = options;
  const prepared = await prepare({
    catalogueFile: options.catalogueFile,
    operatorKey: options.operatorKey,
    seed: options.seed ?? false,
    now: deployed.clock.now(),
    url,
    firstRun: database.created,
  });
  await deployed.settle();
  if (catchUpTo !== undefined) {
    progress('Running what came due while it was stopped');
    await deployed.clock.moveTo(catchUpTo);
  }
  isCatchingUp = false;
  clock.runOn();
  backEnd.timekeeper.start();
  return { ...deployed, prepared };
}

/** A clock that is given stands until the deployment is ready. A kept deployment goes on from where it stopped, and catches up where its clock was the real one or is set now. */
function startClock(
  given: string | undefined,
  kept: KeptState | undefined,
): { clock: MovableClock; dueFromMs: number; catchUpTo?: string } {
  const givenMs = given === undefined ? undefined : Temporal.Instant.from(given).epochMilliseconds;
  if (kept === undefined) {
    const fresh = new MovableClock(givenMs ?? Date.now());
    if (givenMs !== undefined) fresh.standAt(givenMs);
    return { clock: fresh, dueFromMs: fresh.nowMs() };
  }
  const dueFromMs = Date.parse(kept.dueFrom);
  const keptMs = latestToldMs(kept);
  const clock = new MovableClock(keptMs);
  if (givenMs !== undefined) {
    const told = new Date(keptMs).toISOString();
    if (givenMs < keptMs) throw new RangeError(`The kept data is from ${told}; --clock cannot be before that.`);
    return { clock, dueFromMs, catchUpTo: new Date(givenMs).toISOString() };
  }
  const mustCatchUp = kept.followsRealTime && Date.now() > keptMs;
  return { clock, dueFromMs, ...(mustCatchUp ? { catchUpTo: new Date().toISOString() } : {}) };
}

/** The AWS endpoints, and the environment that leads the functions to them. */
async function openServices(
  options: DeploymentOptions,
  url: string,
  database: Database,
  backEnd: BackEnd,
  clock: MovableClock,
  keeper: StateKeeper,
  whenStopped: WhenStopped,
): Promise<void> {
  const { inbox, bus, queues, vies } = backEnd;
  const aws = await startAwsServer({
    json: { AmazonSQS: sqsService(queues), AWSEvents: eventBridgeService(bus) },
    ses: { inbox, bus, now: () => new Date(clock.nowMs()).toISOString() },
    vies,
    keep: () => keeper.save(),
  });
  whenStopped(() => aws.close());
  const variables = functionVariables({
    url,
    tableName: database.tableName,
    dynamodbEndpoint: database.endpoint,
    awsEndpoint: `http://127.0.0.1:${aws.port}`,
    captcha: options.captcha ?? 'on',
  });
  whenStopped(setVariables(variables));
  whenStopped(() => {
    forgetDeployment();
    replaceClock(undefined);
  });
  forgetDeployment();
  replaceClock(clock);
}

/** What functions remember between calls, which is another deployment's once one has ended. */
function forgetDeployment(): void {
  forgetEnvironment();
  forgetClient();
  forgetDeploymentKey();
  forgetCatalogue();
}

async function runSchedule(backEnd: BackEnd, name: ScheduleName, nowMs: number): Promise<unknown> {
  return backEnd.timekeeper.inTurn(async () => {
    const result = await backEnd.invoke(schedules[name].target, scheduledEvent(name, nowMs));
    await backEnd.pump.drain();
    return result;
  });
}

async function finish(backEnd: BackEnd): Promise<void> {
  backEnd.pump.stop();
  for (const queue of Object.values(backEnd.queues)) queue.stop();
  await withinLimit(backEnd.timekeeper.stop());
  await withinLimit(backEnd.functions.finished());
  await withinLimit(backEnd.streams.stop());
}

/** Stopping waits for what is under way, but not for ever, and not for its success. */
async function withinLimit(work: Promise<unknown>): Promise<void> {
  await Promise.race([work.catch(() => undefined), sleep(STOP_MILLISECONDS, undefined, { ref: false })]);
}
