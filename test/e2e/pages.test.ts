import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LocalDeployment, startDeployment } from '../../infra/local/deployment.ts';
import { withBooks } from '../support/books.ts';
import { dynamoDbOfThisFile } from '../support/dynamodb-of-this-file.ts';
import { launchBrowser } from './browser.ts';
import { checkAccessibility, sizes } from './check-accessibility.ts';

const PASSWORD = 'unrelated words make sense';
const OPERATOR_KEY = 'operator-key-of-this-test';
const SECONDS = 1000;

let deployment: LocalDeployment;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  browser = await launchBrowser();
  const started = await startDeployment({
    clock: '2026-01-01T08:00:00.000Z',
    operatorKey: OPERATOR_KEY,
    dynamodbEndpoint: dynamoDbOfThisFile(),
    tableName: `browser-${randomUUID()}`,
  });
  deployment = withBooks(started);
  context = await browser.newContext({ viewport: sizes.desktop });
  complaints = [];
  page = await newPage(context);
});
afterAll(async () => {
  await browser?.close();
  await deployment?.stop();
});

/** A page that notes every error of its scripts and everything its security policy stops. */
async function newPage(where: BrowserContext): Promise<Page> {
  const opened = await where.newPage();
  opened.on('pageerror', (error) => complaints.push(error.message));
  opened.on('console', (line) => {
    const isExpectedAnswer = line.text().startsWith('Failed to load resource: the server responded with a status of 4');
    if (line.type() === 'error' && !isExpectedAnswer) complaints.push(line.text());
  });
  return opened;
}

function linkIn(email: string, path: string): string {
  const links = deployment.inbox.messages(email).flatMap((mail) => mail.links);
  const found = links.filter((link) => link.startsWith(`${deployment.url}${path}`)).at(-1);
  if (found === undefined) throw new Error(`No mail to ${email} links to ${path}`);
  return found;
}

async function press(name: string | RegExp, where = page): Promise<void> {
  await Promise.all([where.waitForEvent('load'), where.getByRole('main').getByRole('button', { name }).click()]);
}

async function checkPage(name: string, where = page): Promise<void> {
  await checkAccessibility(name, where);
  expect(complaints, name).toEqual([]);
}

async function fillSignUp(email: string, password: string): Promise<void> {
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByLabel('Your name').fill('Example Owner');
  await page.getByLabel('Organisation').fill('Example Works');
  await captchaSolved();
}

/** The widget begins by itself once somebody types. */
async function captchaSolved(): Promise<void> {
  await page.getByText('You are verified').waitFor({ timeout: 60 * SECONDS });
}

async function signInAt(where: Page, email: string): Promise<void> {
  await where.goto(`${deployment.url}/sign-in`);
  await where.getByLabel('E-mail address').fill(email);
  await where.getByLabel('Password').fill(PASSWORD);
  await press('Sign in', where);
}

describe('A1–A4 and P6–P8, in a browser', { timeout: 180 * SECONDS }, () => {
  const email = 'owner@example.com';

  it('a sign-up whose password is too short comes back with the focus on what to correct', async () => {
    await page.goto(`${deployment.url}/`);
    expect(page.url()).toBe(`${deployment.url}/sign-in`);
    await page.getByRole('link', { name: 'Sign up' }).click();
    await checkPage('sign-up');
    await fillSignUp(email, 'short');
    await checkPage('sign-up-verified');
    await press('Sign up');
    expect(await page.evaluate('document.activeElement.getAttribute("role")')).toBe('alert');
    await checkPage('sign-up-mistake');
    await page.getByRole('link', { name: 'Use at least 12 characters' }).click();
    expect(await page.evaluate('document.activeElement.id')).toBe('password');
  });

  it('corrected, it sends an e-mail; its link shows a page, and the button confirms', async () => {
    await page.getByLabel('Password').fill(PASSWORD);
    await captchaSolved();
    await press('Sign up');
    await checkPage('sign-up-sent');
    await deployment.settle();
    const link = linkIn(email, '/confirm');
    await page.goto(link);
    await checkPage('confirm');
    await page.reload();
    await press('Confirm my e-mail address');
    await page.getByRole('heading', { name: 'Your sign-up is confirmed' }).waitFor();
    await checkPage('confirmed');
    await page.goto(link);
    await checkPage('link-used');
  });

  it('the first sign-in shows an account that is not active, and one press activates it', async () => {
    await signInAt(page, email);
    await page.getByRole('heading', { name: 'Example Works' }).waitFor();
    await checkPage('account-not-active');
    await press('Activate free');
    expect(await page.locator('#credit').textContent()).toContain('January 31, 2026');
    await checkPage('account-active');
  });

  it('after a month without a purchase it is suspended, and says what to do', async () => {
    await deployment.clock.advance('P31D');
    await page.goto(`${deployment.url}/account`);
    await page.getByRole('heading', { name: 'The service is suspended' }).waitFor();
    await checkPage('account-suspended');
  });

  it('typing an amount shows at once what it buys', async () => {
    await page.getByLabel('Amount in EUR').fill('144');
    await page.getByText('€144.00 lasts 365 days for one active user.').waitFor({ timeout: 10 * SECONDS });
    expect(await page.locator('.sums').innerText()).toMatch(/VAT 22% \(Italy\)\s+€31\.68\s+To pay\s+€175\.68/);
    await checkPage('account-preview');
    await page.locator('#preview').getByRole('link', { name: 'Change the billing details' }).click();
    expect(await page.getByLabel('Legal name').isVisible()).toBe(true);
    expect(await page.getByLabel('Amount in EUR').inputValue()).toBe('144');
    await press('12 months');
    await page.getByText('€144.00 lasts 365 days').waitFor();
  });

  it('paying leads to the payment and back to an account with the new balance', async () => {
    await press(/^Buy credit/);
    expect(page.url()).toContain('/sandbox-gateway/checkouts/');
    await checkPage('payment');
    await press(/^Pay/);
    await page.getByText('€144.00 of credit has been added').waitFor({ timeout: 30 * SECONDS });
    expect(await page.locator('#credit').textContent()).toContain('January 31, 2027');
    await checkPage('account-paid');
  });

  it('signing out leads to the sign-in page', async () => {
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByText('You are signed out.').waitFor();
    await checkPage('signed-out');
    await page.getByLabel('E-mail address').fill(email);
    await page.getByLabel('Password').fill('something else');
    await press('Sign in');
    await checkPage('sign-in-mistake');
  });
});

describe('T1–T4, in a browser', { timeout: 180 * SECONDS }, () => {
  const email = 'owner@example.com';

  it('an invoice that was paid opens as PDF and as XML', async () => {
    await signInAt(page, email);
    const row = page.locator('#invoices tbody tr');
    expect(await row.innerText()).toMatch(/INV-2026-000001\s+February 1, 2026\s+€175\.68\s+Paid/);
    for (const [name, type] of [
      ['PDF of INV-2026-000001', 'application/pdf'],
      ['XML of INV-2026-000001', 'application/xml; charset=utf-8'],
    ] as const) {
      const href = await row.getByRole('link', { name }).getAttribute('href');
      const answer = await context.request.get(`${deployment.url}${href}`);
      expect([answer.status(), answer.headers()['content-type']]).toEqual([200, type]);
    }
  });

  it('billing details open by keyboard, and a wrong VAT number leads to its field', async () => {
    await page.locator('#billing summary').focus();
    await page.keyboard.press('Enter');
    await page.getByLabel('Legal name').fill('Example Works GmbH');
    await page.getByLabel('Street and number').fill('Beispielweg 1');
    await page.getByLabel('Postal code').fill('10115');
    await page.getByLabel('City').fill('Berlin');
    await page.getByLabel('Country').selectOption('Germany');
    await page.getByLabel('VAT number').fill('DE 123456789');
    await page.getByLabel('Language of invoices').selectOption('Deutsch');
    await checkPage('billing-open');
    await press('Save the billing details');
    expect(await page.evaluate('document.activeElement.getAttribute("role")')).toBe('alert');
    await checkPage('billing-mistake');
    await page.getByRole('link', { name: 'Check the letters and digits' }).click();
    expect(await page.evaluate('document.activeElement.id')).toBe('vat_number');
  });

  it('while VIES does not answer VAT is charged, and once it does there is none', async () => {
    deployment.vies.tell('unavailable');
    await page.getByLabel('VAT number').fill('DE 123456788');
    await press('Save the billing details');
    await page.getByText('Not checked yet').waitFor();
    await checkPage('billing-unverified');
    deployment.vies.tell('valid');
    await press('Check again');
    await page.getByText('None: reverse charge').waitFor();
    await checkPage('billing-confirmed');
  });

  it('a transfer is chosen by keyboard, and its page has the bank details', async () => {
    await page.getByLabel('Amount in EUR').fill('24');
    await page.getByText('Reverse charge: your VAT number is confirmed').waitFor({ timeout: 10 * SECONDS });
    await checkPage('account-reverse-charge');
    await page.getByRole('radio', { name: 'By card' }).focus();
    await page.keyboard.press('ArrowDown');
    expect(await page.getByRole('radio', { name: 'By bank transfer' }).isChecked()).toBe(true);
    await press(/^Buy credit/);
    expect(page.url()).toMatch(/\/pay\/ord_\w+\?account=acc_/);
    await page.getByText('IT60').waitFor();
    await page.getByRole('link', { name: 'Back to the account' }).click();
    await page.getByText('Your order waits for your transfer of €24.00.').waitFor();
    await checkPage('account-transfer');
    await page.getByRole('button', { name: 'Sign out' }).click();
  });
});

describe('Every other page is accessible too', { timeout: 180 * SECONDS }, () => {
  const email = 'owner@example.com';
  const invited = 'bo@example.com';

  it('the pages for a forgotten password', async () => {
    await page.goto(`${deployment.url}/forgotten-password`);
    await checkPage('forgotten-password');
    await page.getByLabel('E-mail address').fill(email);
    await press('Send the link');
    await checkPage('forgotten-password-sent');
    await deployment.settle();
    const link = linkIn(email, '/reset-password');
    await page.goto(link);
    await checkPage('reset-password');
    await page.getByLabel('New password').fill('aaaaaaaaaaaa');
    await press('Save the password');
    await checkPage('reset-password-mistake');
    await deployment.clock.advance('PT2H');
    await page.goto(link);
    await checkPage('link-expired');
    await press('Send a new link');
    await checkPage('link-sent');
  });

  it('the pages for broken links and wrong addresses', async () => {
    await page.goto(`${deployment.url}/confirm?token=broken`);
    await checkPage('link-unknown');
    await page.goto(`${deployment.url}/assets/nothing`);
    await checkPage('not-found');
  });

  it('the pages for an invitation, and what a member and an admin with several accounts see', async () => {
    await signInAt(page, email);
    await invite(invited);
    const guest = await newPage(await browser.newContext({ viewport: sizes.desktop }));
    await guest.goto(linkIn(invited, '/invitation'));
    await checkPage('invitation-new', guest);
    await guest.getByLabel('Your name').fill('Bo Example');
    await guest.getByLabel('New password').fill(PASSWORD);
    await press('Accept the invitation', guest);
    await checkPage('invitation-accepted', guest);
    await signInAt(guest, invited);
    await checkPage('account-member', guest);
    await page.goto(`${deployment.url}/account`);
    await checkPage('account-two-members');
  });

  async function invite(address: string): Promise<void> {
    const cookies = await context.cookies();
    const token = cookies.find(({ name }) => name === 'session')?.value;
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const accounts = await (await fetch(`${deployment.url}/v1/accounts`, { headers })).json();
    const { id } = (accounts as { items: { id: string }[] }).items[0] ?? { id: '' };
    const body = JSON.stringify({ emails: [address] });
    await fetch(`${deployment.url}/v1/accounts/${id}/invitations`, { method: 'POST', headers, body });
    await deployment.settle();
  }
});

describe('Without scripts everything but the captcha works', { timeout: 120 * SECONDS }, () => {
  it('signing in, a preview, and the way to the payment', async () => {
    const plain = await browser.newContext({ javaScriptEnabled: false });
    const where = await plain.newPage();
    await where.goto(`${deployment.url}/sign-up`);
    expect(await where.locator('noscript').count()).toBe(1);
    await signInAt(where, 'owner@example.com');
    await where.getByLabel('Amount in EUR').fill('24');
    await press('See what it buys', where);
    await where.getByText('€24.00 lasts').waitFor();
    await press(/^Buy credit/, where);
    expect(where.url()).toContain('/sandbox-gateway/checkouts/');
  });
});

describe('L4 and L12: a plan with licences, in a browser', { timeout: 180 * SECONDS }, () => {
  const email = 'licences@example.com';

  it('is offered beside the others, and its trial can be begun later', async () => {
    await offerPlansWithLicences();
    await page.goto(`${deployment.url}/account`);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.goto(`${deployment.url}/sign-up`);
    await page.getByRole('radio', { name: 'Standard' }).check();
    await fillSignUp(email, PASSWORD);
    await checkPage('sign-up-plans');
    await press('Sign up');
    await deployment.settle();
    await page.goto(linkIn(email, '/confirm'));
    await press('Confirm my e-mail address');
    await page.getByText('choose your licences on your account page').waitFor();
    await signInAt(page, email);
    await checkPage('licences-not-begun');
    await press('Start the free trial');
    await page.getByText('Your free trial has begun.').waitFor();
    await checkPage('licences-trial');
  });

  it('a number typed shows at once what it costs, and paying makes the licences free to use', async () => {
    await page.locator('#buy').getByLabel('User', { exact: true }).fill('3');
    await page.getByRole('checkbox', { name: 'Marketing' }).check();
    await page.getByText('€2,049.60').waitFor({ timeout: 10 * SECONDS });
    await checkPage('licences-preview');
    await press('Continue to the payment');
    expect(page.url()).toContain('/sandbox-gateway/checkouts/');
    await press(/^Pay/);
    await page.getByText('€2,049.60 is paid').waitFor({ timeout: 30 * SECONDS });
    expect(await page.locator('#licences tbody').innerText()).toMatch(/User\s+0\s+3\s+3\s+0\s+0/);
    await checkPage('licences-paid');
    await page.locator('#buy').getByLabel('User', { exact: true }).fill('some');
    await press('See what it costs');
    await checkPage('licences-mistake');
  });

  it('a renewal that is not paid names its invoice and both ways to pay', async () => {
    const headers = { authorization: `Bearer ${OPERATOR_KEY}`, 'content-type': 'application/json' };
    const body = JSON.stringify({ organisation: 'Example Dealers', plan: 'crm', owner: { email } });
    const opened = await fetch(`${deployment.url}/v1/accounts`, { method: 'POST', headers, body });
    const { id } = (await opened.json()) as { id: string };
    await page.goto(`${deployment.url}/account?account=${id}`);
    await page.locator('#buy').getByLabel('Base', { exact: true }).fill('2');
    await press('Continue to the payment');
    await press(/^Pay/);
    await page.getByText('is paid, and what you bought').waitFor({ timeout: 30 * SECONDS });
    const minimum = JSON.stringify({ minimum: 2 });
    const url = `${deployment.url}/v1/accounts/${id}/licence-minimums/base`;
    expect((await fetch(url, { method: 'PUT', headers, body: minimum })).status).toBe(200);
    await deployment.clock.advance('P51D');
    await page.goto(`${deployment.url}/account?account=${id}`);
    const alarm = page.getByRole('region', { name: 'The service is suspended' });
    expect(await alarm.innerText()).toMatch(/€73\.20 to pay\s+Invoice INV-2026-\d{6} of March 1, 2026/);
    await checkPage('renewal-unpaid');
    await alarm.getByRole('link', { name: 'Pay by bank transfer' }).click();
    await page.getByText('IT60').waitFor();
  });

  async function offerPlansWithLicences(): Promise<void> {
    const plans = ['yearly-editions-crm', 'licence-types-crm'].flatMap(
      (vendor) => JSON.parse(readFileSync(`lib/catalogue/vendors/${vendor}.json`, 'utf8')).plans,
    );
    const url = `${deployment.url}/v1/catalogue`;
    const inForce = (await (await fetch(url)).json()) as { plans: unknown[] };
    const headers = { authorization: `Bearer ${OPERATOR_KEY}`, 'content-type': 'application/json' };
    const body = JSON.stringify({ ...inForce, plans: [...inForce.plans, ...plans] });
    expect((await fetch(url, { method: 'PUT', headers, body })).status).toBe(200);
  }
});

describe('Mails are accessible too', { timeout: 120 * SECONDS }, () => {
  it('every mail that was sent, in both colour schemes at both sizes', async () => {
    const where = await (await browser.newContext()).newPage();
    const subjects = new Map(deployment.inbox.messages().map((mail) => [mail.subject, mail]));
    for (const [subject, mail] of subjects) {
      await where.setContent(mail.html);
      await checkPage(`mail-${subject.replaceAll(/\W+/g, '-').toLowerCase()}`, where);
    }
    expect(subjects.size).toBeGreaterThan(5);
  });
});
