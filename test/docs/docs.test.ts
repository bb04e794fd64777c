import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openApiDocument } from '../../lib/contract/openapi.ts';
import { refusalCodes } from '../../lib/contract/openapi-problems.ts';
import { type Deployed, deploy } from '../catalogue/deploy.ts';

let deployed: Deployed;
let url: string;

beforeAll(async () => {
  deployed = await deploy();
  url = deployed.deployment.url;
});
afterAll(() => deployed.deployment.stop());

describe('GET /openapi.json', () => {
  it('answers the document made from the contracts', async () => {
    const response = await fetch(`${url}/openapi.json`);
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/json; charset=utf-8']);
    expect(await response.json()).toEqual(JSON.parse(JSON.stringify(openApiDocument())));
  });
});

describe('GET /docs', () => {
  it('explains every refusal where its problem type leads, without a script', async () => {
    const html = await (await fetch(`${url}/docs`)).text();
    const missing = refusalCodes.filter((code) => !html.includes(`id="problem-${code}"`));
    expect(missing).toEqual([]);
    expect(html).toContain('There is not enough credit');
  });

  it('is where a real refusal points to', async () => {
    const problem = (await (await fetch(`${url}/v1/api-keys`)).json()) as { type: string };
    expect(problem.type).toBe(`${url}/docs#problem-session.required`);
  });

  it('allows itself no script, style or connection from elsewhere', async () => {
    const response = await fetch(`${url}/docs`);
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toMatch(/default-src 'none'.*script-src 'self';.*style-src 'self';/);
    expect(policy).not.toContain('unsafe');
    expect(await response.text()).not.toMatch(/(src|href)="https?:/);
  });

  it.each([
    ['swagger-ui-bundle.js', 200],
    ['swagger-ui.css', 200],
    ['docs.js', 200],
    ['docs.css', 200],
    ['package-assets.json', 404],
    ['..%2Findex.ts', 404],
  ])('/docs/%s answers %i', async (asset, status) => {
    const response = await fetch(`${url}/docs/${asset}`);
    await response.body?.cancel();
    expect(response.status).toBe(status);
  });
});

const chromiumPath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);
const flags =
  '--no-sandbox --disable-gpu --disable-dev-shm-usage --disable-quic --disable-background-networking --disable-component-update --disable-sync --no-first-run';

describe.skipIf(chromiumPath === undefined)('The docs page in a browser', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: chromiumPath as string, args: flags.split(' ') });
  });
  afterAll(() => browser.close());

  it.each([
    ['a desktop in light colours', 1280, 'light'],
    ['a phone in dark colours', 390, 'dark'],
  ] as const)('shows every operation on %s, within its own policy', async (_, width, colorScheme) => {
    const page = await browser.newPage({ viewport: { width, height: 800 }, colorScheme });
    const complaints: string[] = [];
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => {
      if (!request.url().startsWith(url) && !request.url().startsWith('data:')) complaints.push(request.url());
    });
    await page.goto(`${url}/docs#problem-credit.insufficient`);
    await page.waitForSelector('#operations-credit-getCredit');
    const refusal = page.locator('[id="problem-credit.insufficient"]');
    await expect
      .poll(() => refusal.evaluate((element) => Math.abs(element.getBoundingClientRect().top)))
      .toBeLessThan(60);
    const operations = Object.values(openApiDocument().paths ?? {}).flatMap((item) => Object.keys(item));
    expect(await page.locator('.opblock').count()).toBe(operations.length);
    expect(await page.evaluate('document.documentElement.scrollWidth - window.innerWidth')).toBeLessThanOrEqual(0);
    const isDark = await page.evaluate('document.documentElement.classList.contains("dark-mode")');
    expect(isDark).toBe(colorScheme === 'dark');
    expect(complaints).toEqual([]);
    await page.close();
  });
});
