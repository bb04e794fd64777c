import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { Refused } from '../domain/refusal.ts';

/** Areas that serve files of their own and of packages. */
export type AssetArea = 'pages' | 'docs';

export interface Asset {
  readonly bytes: Buffer;
  readonly contentType: string;
  readonly etag: string;
}

interface PackageAsset {
  readonly from: string;
  readonly to: string;
}

const contentTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
};

/** In AWS the files lie in `public/` beside the bundle, of which this file is a part. */
const besideBundle = join(import.meta.dirname, 'public');
const isBundled = existsSync(besideBundle);
const projectRoot = join(import.meta.dirname, '../..');

const read = new Map<string, Promise<Asset | undefined>>();
const listed = new Map<AssetArea, Promise<ReadonlyMap<string, string>>>();

/** A file that the area serves, by its name; undefined for any name it does not list. */
export function readAsset(area: AssetArea, name: string): Promise<Asset | undefined> {
  const key = `${area}/${name}`;
  const known = read.get(key);
  if (known !== undefined) return known;
  const asset = load(area, name);
  // Only files that exist are kept, so that asking for many names cannot fill the memory.
  void asset.then((found) => found !== undefined && read.set(key, asset));
  return asset;
}

async function load(area: AssetArea, name: string): Promise<Asset | undefined> {
  const contentType = contentTypes[extname(name)];
  let files = listed.get(area);
  if (files === undefined) {
    files = listFiles(area);
    listed.set(area, files);
  }
  const file = (await files).get(name);
  if (file === undefined || contentType === undefined) return undefined;
  const bytes = await readFile(file);
  const etag = `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`;
  return { bytes, contentType, etag };
}

/** Where each served name lies. Only what is listed here is ever opened, so a name cannot lead out of the folder. */
async function listFiles(area: AssetArea): Promise<ReadonlyMap<string, string>> {
  const folder = isBundled ? besideBundle : join(projectRoot, 'functions', area, 'public');
  const files = new Map<string, string>();
  if (existsSync(folder)) for (const name of await readdir(folder)) files.set(name, join(folder, name));
  if (!isBundled) {
    for (const { from, to } of await packageAssets(area)) files.set(to, join(projectRoot, 'node_modules', from));
  }
  return files;
}

async function packageAssets(area: AssetArea): Promise<PackageAsset[]> {
  const list = join(projectRoot, 'functions', area, 'package-assets.json');
  return existsSync(list) ? (JSON.parse(await readFile(list, 'utf8')) as PackageAsset[]) : [];
}

const compress = promisify(gzip);
const SMALLEST_COMPRESSED_BYTES = 1024;

/** The answer to a request for a file: kept by browsers for a while, compressed, 304 when they have it already. */
export async function assetResponse(
  area: AssetArea,
  name: string,
  headers: Readonly<Record<string, string | undefined>>,
): Promise<APIGatewayProxyStructuredResultV2> {
  const asset = await readAsset(area, name);
  if (asset === undefined) throw new Refused('route.not-found');
  const common = {
    'cache-control': 'public, max-age=300, stale-while-revalidate=86400',
    etag: asset.etag,
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'same-origin',
    vary: 'accept-encoding',
  };
  if (headers['if-none-match'] === asset.etag) return { statusCode: 304, headers: common, body: '' };
  const typed = { ...common, 'content-type': asset.contentType };
  const wantsGzip = /\bgzip\b/.test(headers['accept-encoding'] ?? '') && !asset.contentType.startsWith('image/png');
  if (wantsGzip && asset.bytes.length > SMALLEST_COMPRESSED_BYTES) {
    const body = (await compress(asset.bytes)).toString('base64');
    return { statusCode: 200, headers: { ...typed, 'content-encoding': 'gzip' }, body, isBase64Encoded: true };
  }
  return { statusCode: 200, headers: typed, body: asset.bytes.toString('base64'), isBase64Encoded: true };
}
