import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const usualPlaces = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** A headless Chromium of this machine. Throws a sentence with the way out where there is none. */
export function launchBrowser(): Promise<Browser> {
  const named = process.env['CHROMIUM'];
  const executablePath = (named ? [named] : usualPlaces).find(existsSync);
  if (executablePath === undefined) {
    throw new Error(
      'The browser tests need Chromium: install it ("apt-get install chromium", "brew install chromium"), or set CHROMIUM to where it is.',
    );
  }
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-dev-shm-usage',
      '--disable-quic',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  });
}
