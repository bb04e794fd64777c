import type * as z from 'zod';
import type { Mistake } from '../domain/refusal.ts';

/** The mistakes behind one issue, each with where it is. */
export function mistakesOf(issue: z.core.$ZodIssue, prefix = ''): Mistake[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      pointer: prefix + pointerOf([...issue.path, key]),
      detail: 'is not a known field',
    }));
  }
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    const inner = nearestForm(issue.errors).map((each) => ({ ...each, path: [...issue.path, ...each.path] }));
    return inner.flatMap((each) => mistakesOf(each, prefix));
  }
  return [{ pointer: prefix + pointerOf(issue.path), detail: issue.message }];
}

/** Of several forms a value may have, the mistakes in the one that it comes nearest to. */
function nearestForm(forms: readonly (readonly z.core.$ZodIssue[])[]): readonly z.core.$ZodIssue[] {
  const distance = (issues: readonly z.core.$ZodIssue[]) =>
    issues.reduce((sum, issue) => sum + (issue.code === 'unrecognized_keys' ? 1 + issue.keys.length : 1), 0);
  return [...forms].sort((a, b) => distance(a) - distance(b))[0] ?? [];
}

/** RFC 6901 pointer of a path. */
function pointerOf(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
