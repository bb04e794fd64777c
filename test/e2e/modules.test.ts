import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LocalDeployment, startDeployment } from '../../infra/local/deployment.ts';
import { api, newEmail, newOwner } from '../pages/people.ts';
import { dynamoDbOfThisFile } from '../support/dynamodb-of-this-file.ts';
import { launchBrowser } from './browser.ts';
import { checkAccessibility, sizes } from './check-accessibility.ts';

const OPERATOR = 'operator-key-of-this-test';
const SECONDS = 1000;

let deployment: LocalDeployment;
let browser: Browser;
let complaints: string[];

const vendor = (name: string) => JSON.parse(readFileSync(`lib/catalogue/vendors/${name}.json`, 'utf8'));

beforeAll(async () => {
  browser = await launchBrowser();
  complaints = [];
  deployment = await startDeployment({
    clock: '2026-01-15T08:00:00.000Z',
    captcha: 'off',
    operatorKey: OPERATOR,
    catalogueFile: 'lib/catalogue/vendors/modules-packs-crm.json',
    dynamodbEndpoint: dynamoDbOfThisFile(),
    tableName: `browser-modules-${randomUUID()}`,
  });
  const [suite, resold] = [vendor('modules-packs-crm'), vendor('resold-licences')];
  const catalogue = { ...suite, plans: [...suite.plans, ...resold.plans] };
  expect((await api(deployment, OPERATOR, 'PUT', '/v1/catalogue', catalogue)).status).toBe(200);
});
afterAll(async () => {
  await browser?.close();
  await deployment?.stop();
});

/** A page of whoever holds the session; it notes every error of its scripts and everything its security policy stops. */
async function pageOf(token: string, options: { javaScriptEnabled?: boolean } = {}): Promise<Page> {
  const context: BrowserContext = await browser.newContext({ viewport: sizes.desktop, ...options });
  await context.addCookies([{ name: 'session', value: token, url: deployment.url }]);
  const page = await context.newPage();
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (line) => {
    const isExpectedAnswer = line.text().startsWith('Failed to load resource: the server responded with a status of 4');
    if (line.type() === 'error' && !isExpectedAnswer) complaints.push(line.text());
  });
  return page;
}

async function press(page: Page, name: string | RegExp): Promise<void> {
  await Promise.all([page.waitForEvent('load'), page.getByRole('main').getByRole('button', { name }).click()]);
}

async function check(name: string, page: Page): Promise<void> {
  await checkAccessibility(name, page);
  expect(complaints, name).toEqual([]);
}

describe('U1–U5: modules and packs, in a browser', { timeout: 180 * SECONDS }, () => {
  let owner: Awaited<ReturnType<typeof newOwner>>;
  let page: Page;
  const path = (rest = '') => `/v1/accounts/${owner.account}${rest}`;

  it('a module with a pack of users is chosen, its price shown as one types, and paid', async () => {
    owner = await newOwner(deployment, { plan: 'suite' });
    page = await pageOf(owner.token);
    await page.goto(`${deployment.url}/account`);
    await page.getByRole('heading', { name: 'Buy modules and packs' }).waitFor();
    await check('modules-not-begun', page);
    await page.getByRole('checkbox', { name: 'CRM' }).check();
    await page.getByLabel('Extra users of CRM').fill('1');
    await page.getByText('€32.40').waitFor({ timeout: 10 * SECONDS });
    await check('modules-preview', page);
    await press(page, 'Continue to the payment');
    await press(page, /^Pay/);
    await page.getByText('€32.40 is paid').waitFor({ timeout: 30 * SECONDS });
    await check('modules-paid', page);
  });

  it('a mistake leads to its field', async () => {
    await page.getByLabel('Extra users of Accounting').fill('1');
    await press(page, 'See what it costs');
    expect(await page.evaluate('document.activeElement.getAttribute("role")')).toBe('alert');
    await check('modules-mistake', page);
    await page.getByRole('link', { name: 'Choose the module as well' }).click();
    expect(await page.evaluate('document.activeElement.id')).toBe('pack-users.accounting');
  });

  it('users beyond the packs are warned of, and the way leads to the pack, filled in', async () => {
    for (let count = 0; count < 3; count += 1) {
      expect((await api(deployment, owner.token, 'POST', path('/members'), { email: newEmail() })).status).toBe(201);
    }
    await deployment.clock.advance('P5D');
    await page.goto(`${deployment.url}/account`);
    await page.getByText(/2 users of CRM are not in a pack: so far €2\.58/).waitFor();
    await check('modules-beyond', page);
    const users = page.getByRole('region', { name: 'Users of modules' });
    await users.getByRole('link', { name: 'Buy a pack for 2 users (CRM)' }).click();
    expect(await page.getByLabel('Extra users of CRM').inputValue()).toBe('2');
    expect(page.url()).toContain('#packs');
  });

  it('without scripts a pack is priced and bought just the same', async () => {
    const plain = await pageOf(owner.token, { javaScriptEnabled: false });
    await plain.goto(`${deployment.url}/account`);
    await plain.getByLabel('1,000 e-mails').fill('2');
    await press(plain, 'See what it costs');
    await plain.getByText('2 × 1,000 e-mails at €5.00: €10.00').waitFor();
    await press(plain, 'Continue to the payment');
    expect(plain.url()).toContain('/sandbox-gateway/checkouts/');
  });

  it('a ticket is opened by keyboard and read', async () => {
    await page.goto(`${deployment.url}/account`);
    await page.getByRole('link', { name: 'Support', exact: true }).click();
    await page.getByLabel('Subject').fill('Where are my e-mails?');
    await page.getByLabel('What is it about?').fill('They were there yesterday.');
    await check('support', page);
    await page.getByRole('button', { name: 'Open the ticket' }).focus();
    await Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')]);
    await page.getByText('Your ticket is open.').waitFor();
    await check('ticket', page);
    await page.getByRole('link', { name: 'Back to all tickets' }).click();
    await check('support-tickets', page);
  });

  it('a support pack and a training are bought, and a time for it is picked', async () => {
    await page.goto(`${deployment.url}/account`);
    await page.getByRole('checkbox', { name: 'Support' }).check();
    await page.getByLabel('Training').fill('1');
    await press(page, 'Continue to the payment');
    await press(page, /^Pay/);
    await page.getByText('is paid, and what you bought').waitFor({ timeout: 30 * SECONDS });
    const { items } = (await api(deployment, OPERATOR, 'GET', path('/trainings'))).body as { items: { id: string }[] };
    const slots = ['2026-02-02T09:00:00Z', '2026-02-03T13:00:00Z'].map((starts_at) => ({ starts_at }));
    await api(deployment, OPERATOR, 'PUT', path(`/trainings/${items[0]?.id}/slots`), { slots });
    await page.reload();
    await page.getByRole('radio', { name: /Monday, February 2, 2026/ }).check();
    await check('training-offered', page);
    await press(page, 'Book this time');
    await page.getByText('Your training is booked.').waitFor();
    await page.getByText('Pick another time or cancel', { exact: true }).click();
    await check('training-booked', page);
    await page.goto(`${deployment.url}/account/support?account=${owner.account}`);
    await page.getByText('+33 1 99 00 12 34').waitFor();
    await check('support-with-a-pack', page);
  });

  it('what is to end with the period is decided, shown and undone, without scripts too', async () => {
    await page.goto(`${deployment.url}/account`);
    const subscription = page.getByRole('region', { name: 'Subscription' });
    for (const part of ['Remove modules or packs', 'Switch tacit renewal off', 'Cancel the subscription'])
      await subscription.getByText(part, { exact: true }).click();
    await check('subscription-decisions', page);
    await press(page, 'Remove (Support)');
    await page.getByText('It will end with the period.').waitFor();
    await press(page, 'Undo (Support)');
    await page.getByText('It is undone').waitFor();
    const plain = await pageOf(owner.token, { javaScriptEnabled: false });
    await plain.goto(`${deployment.url}/account`);
    await plain.getByText('Remove modules or packs', { exact: true }).click();
    await press(plain, /^Remove \(CRM\)$/);
    await plain.getByText('Nothing of it goes on.').waitFor();
    await plain.getByText('Cancel the subscription', { exact: true }).click();
    await press(plain, 'Yes, cancel the subscription');
    await plain.getByText('As nothing of it goes on, it still closes').waitFor();
    await page.reload();
    await check('subscription-cancelled', page);
    await press(page, 'Take the cancellation back');
    await press(page, 'Undo (CRM)');
    await page.getByText('It renews by itself on').waitFor();
  });

  it('a member is added and changed', async () => {
    const members = page.getByRole('region', { name: 'Members' });
    await members.getByText('Add a member', { exact: true }).click();
    await members.locator('td summary').last().click();
    await check('members-decisions', page);
    const email = newEmail('colleague');
    await members.getByLabel('E-mail address').fill(email);
    await members.locator('#member-module-accounting').uncheck();
    await press(page, 'Add the member');
    await page.getByText('The member is added and gets an e-mail.').waitFor();
    const row = page.getByRole('row', { name: email });
    await row.locator('summary').click();
    expect(await row.getByLabel('Accounting').isChecked()).toBe(false);
    await row.getByLabel('Accounting').check();
    await press(page, `Save the modules (${email})`);
    await page.getByText('The member is changed.').waitFor();
    expect(await row.getByRole('cell', { name: 'All' }).count()).toBe(1);
    await row.locator('summary').click();
    await press(page, `Make former (${email})`);
    await page.getByText('The member is changed.').waitFor();
    expect(await page.getByText(email).count()).toBe(0);
  });
});

describe('R1, R2, R5: resellers, in a browser', { timeout: 180 * SECONDS }, () => {
  let reseller: Awaited<ReturnType<typeof newOwner>>;
  let page: Page;
  let customer: string;

  it('a customer is added from the empty list, with its price shown before it is paid', async () => {
    reseller = await newOwner(deployment, { plan: 'business', organisation: 'Example Reseller' });
    const made = { account: reseller.account, discount_percent: '20' };
    expect((await api(deployment, OPERATOR, 'POST', '/v1/resellers', made)).status).toBe(201);
    page = await pageOf(reseller.token);
    await page.goto(`${deployment.url}/account`);
    await page.getByRole('link', { name: 'Customers' }).click();
    await check('customers-none', page);
    await page.getByRole('link', { name: 'Add a customer' }).click();
    await page.getByRole('link', { name: 'Business' }).click();
    await page.getByLabel('Organisation').fill('Example Customer');
    await page.getByLabel('Country').selectOption('France');
    await press(page, 'See what it costs');
    expect(await page.evaluate('document.activeElement.getAttribute("role")')).toBe('alert');
    await check('new-customer-mistake', page);
    await page.getByLabel('Member', { exact: true }).fill('3');
    await press(page, 'See what it costs');
    await page.getByText('€345.60').waitFor();
    await check('new-customer-preview', page);
    await press(page, 'Add the customer and continue to the payment');
    await press(page, /^Pay/);
    await page.getByText('You act for Example Reseller on behalf of Example Customer.').waitFor();
    customer = new URL(page.url()).searchParams.get('account') ?? '';
    await page.getByText('€345.60 is paid').waitFor({ timeout: 30 * SECONDS });
    await check('acting-on-a-customer', page);
  });

  it('the list shows the customer, and filters by keyboard', async () => {
    await page.getByRole('link', { name: 'Back to the customers of Example Reseller' }).click();
    await page.getByText('0 of 3 Member').waitFor();
    await check('customers', page);
    await page.getByLabel('Organisation').fill('nobody');
    await Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')]);
    await page.getByText('No customer is like this.').waitFor();
    await check('customers-none-found', page);
  });

  it('the customer sees who its reseller is, and is asked once before the access ends', async () => {
    const own = await newOwner(deployment, { plan: 'business' });
    const body = { email: own.email, role: 'admin', licences: ['member'], ends_discount: true };
    const added = await api(deployment, reseller.token, 'POST', `/v1/accounts/${customer}/members`, body);
    expect(added.status).toBe(201);
    const where = await pageOf(own.token);
    await where.goto(`${deployment.url}/account?account=${customer}`);
    await where.getByText('Withdraw its access').click();
    await check('customer-withdraws', where);
    await press(where, 'Yes, withdraw the access of Example Reseller');
    await where.getByText('The access is withdrawn.').waitFor();
  });
});
