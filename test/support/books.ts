import { afterEach } from 'vitest';
import type { LocalDeployment } from '../../infra/local/deployment.ts';
import { expectBooksBalance } from './journal.ts';

/** Waits until nothing is under way in the table that tests work on; undefined while they work on none. */
let untilQuiet: (() => Promise<void>) | undefined;

/** The money in a table is added up after every test from now on. Answers how to stop. */
export function watchBooks(quiet: () => Promise<void> = async () => undefined): () => void {
  untilQuiet = quiet;
  return () => {
    if (untilQuiet === quiet) untilQuiet = undefined;
  };
}

/** For tests that put records by hand which nothing moved money for. */
export function leaveBooks(): void {
  untilQuiet = undefined;
}

async function addUp(): Promise<void> {
  if (untilQuiet === undefined) return;
  await untilQuiet();
  await expectBooksBalance();
}

/** The deployment, whose money is added up after every test and before it stops. */
export function withBooks<D extends LocalDeployment>(deployment: D): D {
  const leave = watchBooks(() => deployment.settle());
  const stop = async (): Promise<void> => {
    try {
      await addUp();
    } finally {
      leave();
      await deployment.stop();
    }
  };
  return { ...deployment, stop };
}

// Whichever file imports this has the check, behind everything it does after a test itself.
afterEach(addUp);
