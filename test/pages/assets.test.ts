import { describe, expect, it } from 'vitest';
import { assetResponse, readAsset } from '../../lib/pages/assets.ts';

describe('Files are served by name from a list, and no other file is', () => {
  it.each(['pages.css', 'altcha.js', 'altcha.css', 'altcha-pbkdf2.js', 'captcha.js', 'account.js', 'icon.svg'])(
    '%s is there',
    async (name) => {
      const answer = await assetResponse('pages', name, {});
      expect(answer.statusCode).toBe(200);
      expect(Buffer.from(answer.body ?? '', 'base64').length).toBeGreaterThan(100);
    },
  );

  it.each([
    '../index.ts',
    '..%2findex.ts',
    'index.ts',
    'package-assets.json',
    '/etc/passwd',
    '.',
    '',
    'constructor',
    'public',
    '__proto__',
    'pages.css/',
  ])('"%s" is not', async (name) => {
    expect(await readAsset('pages', name)).toBeUndefined();
    await expect(assetResponse('pages', name, {})).rejects.toThrow('route.not-found');
  });

  it('a browser that has a file gets 304 and no body', async () => {
    const { headers = {} } = await assetResponse('pages', 'pages.css', {});
    const again = await assetResponse('pages', 'pages.css', { 'if-none-match': String(headers['etag']) });
    expect([again.statusCode, again.body]).toEqual([304, '']);
    expect(headers['cache-control']).toContain('max-age=300');
  });

  it('a large text travels compressed where the browser takes it', async () => {
    const plain = await assetResponse('pages', 'altcha.js', {});
    const packed = await assetResponse('pages', 'altcha.js', { 'accept-encoding': 'br, gzip' });
    expect(packed.headers?.['content-encoding']).toBe('gzip');
    expect((packed.body ?? '').length).toBeLessThan((plain.body ?? '').length / 2);
  });
});
