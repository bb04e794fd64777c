import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/** Set it to a folder to look at every page that is tested. */
const screenshots = process.env['SCREENSHOTS'];

export const sizes = { desktop: { width: 1280, height: 900 }, phone: { width: 320, height: 740 } } as const;
const schemes = ['light', 'dark'] as const;

/** Checks the page that is open: WCAG A and AA in both colour schemes at both sizes, and nothing to scroll sideways. */
export async function checkAccessibility(name: string, where: Page): Promise<void> {
  for (const [size, viewport] of Object.entries(sizes)) {
    await where.setViewportSize(viewport);
    for (const colorScheme of schemes) {
      await where.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await lookAt(`${name}-${size}-${colorScheme}`, where);
      expect(await violations(where), `${name}, ${size}, ${colorScheme}`).toEqual([]);
    }
    const width = await where.evaluate('document.documentElement.scrollWidth');
    expect(width, `${name} scrolls sideways on the ${size}`).toBeLessThanOrEqual(viewport.width);
  }
  await where.emulateMedia({ colorScheme: 'light' });
  await where.setViewportSize(sizes.desktop);
  expect(await where.locator('h1').count()).toBe(1);
}

async function violations(where: Page): Promise<string[]> {
  await where.evaluate(axe.source);
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
  const results = (await where.evaluate(`axe.run({ runOnly: ${JSON.stringify(tags)} })`)) as axe.AxeResults;
  return results.violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.html} ${node.failureSummary}`),
  );
}

async function lookAt(name: string, where: Page): Promise<void> {
  if (screenshots === undefined) return;
  mkdirSync(screenshots, { recursive: true });
  await where.screenshot({ path: join(screenshots, `${name}.png`), fullPage: true });
}
