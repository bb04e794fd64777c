import { readFile } from 'node:fs/promises';
import { newApiKey } from '../../lib/runtime/new-api-key.ts';
import { type ApiKey, commitApiKey, commitApiKeyRevocation, listApiKeys } from '../../lib/store/api-keys.ts';
import { type ApiClient, apiClient, RequestRefused } from './api-client.ts';
import { addDemoData, demoSignIns } from './seed.ts';

export interface PrepareOptions {
  /** The catalogue to start with, in place of the first vendor's. */
  readonly catalogueFile: string | undefined;
  /** The operator's API key, where the caller wants to know it beforehand. */
  readonly operatorKey: string | undefined;
  /** Whether to add demo data. */
  readonly seed: boolean;
  /** The deployment's time, an RFC 3339 instant. */
  readonly now: string;
  /** Where the deployment already answers. */
  readonly url: string;
  /** Whether the table is new; a kept one was prepared by an earlier run. */
  readonly firstRun: boolean;
}

/** Someone who can sign in, for the start-up message. */
export interface SignIn {
  readonly label: string;
  readonly email: string;
  readonly password: string;
}

export interface Prepared {
  readonly signIns: readonly SignIn[];
  readonly operatorKey?: string;
}

/** The deployment cannot start as it was asked to; the message says what to change. */
export class CannotPrepare extends Error {
  override name = 'CannotPrepare';
}

const GIVEN_KEY = 'Operator key given at the start';
const RANDOM_KEY = 'Operator key of this start';
const firstVendor = new URL('../../lib/catalogue/vendors/prepaid-crm.json', import.meta.url);

/** What a new deployment finds in its table before anyone calls it: catalogue, operator key, demo data. */
export async function prepareDeployment(options: PrepareOptions): Promise<Prepared> {
  const operatorKey = await ensureOperatorKey(options);
  const api = apiClient(options.url, operatorKey);
  await ensureCatalogue(api, options);
  if (options.seed && options.firstRun) await seed(api);
  return { signIns: await demoSignIns(api), operatorKey };
}

async function seed(api: ApiClient): Promise<void> {
  try {
    await addDemoData(api);
  } catch (error) {
    if (!(error instanceof RequestRefused)) throw error;
    throw new CannotPrepare(
      `The demo data could not be made with this catalogue; start without it: --no-seed.\n  ${error.message}`,
    );
  }
}

/** The given key stays as it is; without one each start has a new random key, and the one of the start before ends. */
async function ensureOperatorKey({ operatorKey, now }: PrepareOptions): Promise<string> {
  if (operatorKey !== undefined && !/^[\x21-\x7e]{8,200}$/.test(operatorKey)) {
    throw new CannotPrepare('The operator key must have 8 to 200 printable characters without spaces.');
  }
  const name = operatorKey === undefined ? RANDOM_KEY : GIVEN_KEY;
  const { apiKey, secret } = newApiKey(name, ['operator'], now, operatorKey);
  await commitApiKey(apiKey);
  if (operatorKey === undefined) await endEarlier(apiKey);
  return secret;
}

async function endEarlier(current: ApiKey): Promise<void> {
  const { apiKeys } = await listApiKeys(100);
  const earlier = apiKeys.filter(({ id, name }) => name === RANDOM_KEY && id !== current.id);
  for (const { id } of earlier) await commitApiKeyRevocation(id);
}

/** A deployment keeps the catalogue it has unless a file is given; then the same rules hold as for `PUT /v1/catalogue`. */
async function ensureCatalogue(api: ApiClient, { catalogueFile }: PrepareOptions): Promise<void> {
  if (catalogueFile === undefined && (await hasCatalogue(api))) return;
  const document = await readDocument(catalogueFile ?? firstVendor);
  try {
    await api.send('PUT', '/v1/catalogue', document, { 'if-match': '*' });
  } catch (error) {
    throw isCatalogueMistake(error) ? refusedCatalogue(error, catalogueFile) : error;
  }
}

function isCatalogueMistake(error: unknown): error is RequestRefused {
  return error instanceof RequestRefused && error.problem.code === 'catalogue.invalid';
}

async function hasCatalogue(api: ApiClient): Promise<boolean> {
  try {
    await api.send('GET', '/v1/catalogue');
    return true;
  } catch (error) {
    if (error instanceof RequestRefused && error.problem.code === 'catalogue.missing') return false;
    throw error;
  }
}

async function readDocument(file: string | URL): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch {
    throw new CannotPrepare(`The catalogue ${file} cannot be read. Check --catalogue.`);
  }
  try {
    return withoutVersion(JSON.parse(text));
  } catch (error) {
    throw new CannotPrepare(`The catalogue ${file} is not JSON: ${(error as Error).message}`);
  }
}

/** A catalogue saved from `GET /v1/catalogue` says which version it was there; a file is whatever comes next. */
function withoutVersion(document: unknown): unknown {
  if (typeof document !== 'object' || document === null || Array.isArray(document)) return document;
  const { version: _, ...rest } = document as Record<string, unknown>;
  return rest;
}

function refusedCatalogue({ problem }: RequestRefused, file: string | undefined): CannotPrepare {
  const mistakes = problem.errors ?? [];
  const count = mistakes.length === 1 ? 'one mistake' : `${mistakes.length} mistakes`;
  const lines = mistakes.map(({ pointer, detail }) => `  ${pointer || '/'}  ${detail}`);
  return new CannotPrepare([`The catalogue ${file ?? firstVendor.pathname} has ${count}:`, ...lines].join('\n'));
}
