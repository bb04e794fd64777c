import { isDeepStrictEqual } from 'node:util';

/** Prints what was done and seen, line by line, and keeps what differed. */
export class Checks {
  passed = 0;
  failed = 0;

  /** What happens next, without a rule of its own. */
  say(text: string): void {
    console.log(`\n${text}`);
  }

  /** One thing seen, with its rule; `actual` must equal `expected`. */
  see(rule: string, text: string, actual: unknown, expected: unknown): void {
    if (isDeepStrictEqual(actual, expected)) {
      this.passed += 1;
      console.log(`  ✓ ${rule.padEnd(4)} ${text}`);
      return;
    }
    this.failed += 1;
    console.log(`  ✗ ${rule.padEnd(4)} ${text}`);
    console.log(`           saw ${JSON.stringify(actual)}, expected ${JSON.stringify(expected)}`);
  }
}
