import { randomUUID } from 'node:crypto';
import { pathToFileURL } from 'node:url';
import type { Context } from 'aws-lambda';
import { type FunctionName, functions as specs } from '../../functions/manifest.ts';
import { AWS_ACCOUNT, AWS_REGION } from './names.ts';

export type Handler = (event: never, context: Context) => unknown;
export type Handlers = { readonly [Name in FunctionName]?: Handler };

/** Runs the manifest's functions the way Lambda does: JSON in, JSON out, a time limit, a context. */
export interface LocalFunctions {
  invoke(name: FunctionName, event: unknown): Promise<unknown>;
  /** Loads every function, so that the first request does not wait for it. */
  load(): Promise<void>;
  /** Resolves when no invocation is under way. */
  finished(): Promise<void>;
}

const DEFAULT_TIMEOUT_SECONDS = 30;
const DEFAULT_MEMORY_MEGABYTES = 512;
const root = new URL('../../', import.meta.url);

/** `handlers` stand in for the functions they name; all others are imported from the manifest's entries. */
export function createFunctions(handlers: Handlers): LocalFunctions {
  const loaded = new Map<FunctionName, Promise<Handler>>();
  const running = new Set<Promise<unknown>>();

  const handlerOf = (name: FunctionName): Promise<Handler> => {
    const known = loaded.get(name);
    if (known !== undefined) return known;
    const handler = handlers[name] === undefined ? importHandler(name) : Promise.resolve(handlers[name]);
    loaded.set(name, handler);
    return handler;
  };

  return {
    invoke(name, event) {
      const run = handlerOf(name).then((handler) => runOnce(name, handler, event));
      running.add(run);
      const forget = (): void => void running.delete(run);
      run.then(forget, forget);
      return run;
    },
    async load() {
      await Promise.all(Object.keys(specs).map((name) => handlerOf(name as FunctionName)));
    },
    async finished() {
      while (running.size > 0) await Promise.allSettled(running);
    },
  };
}

async function importHandler(name: FunctionName): Promise<Handler> {
  const entry = specs[name].entry;
  const module: { handler?: unknown } = await import(
    /* @vite-ignore */ pathToFileURL(new URL(entry, root).pathname).href
  );
  if (typeof module.handler !== 'function') throw new Error(`${entry} exports no function named handler.`);
  return module.handler as Handler;
}

async function runOnce(name: FunctionName, handler: Handler, event: unknown): Promise<unknown> {
  const limitSeconds = specs[name].timeoutSeconds ?? DEFAULT_TIMEOUT_SECONDS;
  const deadline = Date.now() + limitSeconds * 1000;
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`${name} timed out after ${limitSeconds} seconds.`)),
      limitSeconds * 1000,
    );
  });
  try {
    const call = Promise.resolve(handler(throughJson(event) as never, contextOf(name, deadline)));
    return throughJson(await Promise.race([call, timeout]));
  } finally {
    clearTimeout(timer);
  }
}

/** What Lambda's JSON carries: dates become text, undefined members disappear, a function or a cycle does not pass. */
function throughJson(value: unknown): unknown {
  const json = JSON.stringify(value);
  return json === undefined ? undefined : JSON.parse(json);
}

function contextOf(name: FunctionName, deadline: number): Context {
  return {
    awsRequestId: randomUUID(),
    callbackWaitsForEmptyEventLoop: false,
    functionName: name,
    functionVersion: '$LATEST',
    invokedFunctionArn: `arn:aws:lambda:${AWS_REGION}:${AWS_ACCOUNT}:function:${name}`,
    logGroupName: `/aws/lambda/${name}`,
    logStreamName: 'local',
    memoryLimitInMB: String(specs[name].memoryMegabytes ?? DEFAULT_MEMORY_MEGABYTES),
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
    done: () => undefined,
    fail: () => undefined,
    succeed: () => undefined,
  };
}
