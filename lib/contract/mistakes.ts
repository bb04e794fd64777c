import type * as z from 'zod';
import type { Mistake } from '../domain/refusal.ts';
import { MISSING, plainWords, UNKNOWN_FIELD } from './plain-words.ts';

type Issue = z.core.$ZodIssue;
type Form = readonly Issue[];

export type Checked<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly mistakes: readonly Mistake[] };

/** Checks what was sent: every mistake with where it is, in plain words, one for each field. */
export function check<S extends z.ZodType>(schema: S, input: unknown, prefix = ''): Checked<z.output<S>> {
  const result = schema.safeParse(input, { error: plainWords });
  if (result.success) return { ok: true, value: result.data };
  const mistakes = ownLimitsFirst(result.error.issues).flatMap((issue) => mistakesOf(issue, prefix));
  return { ok: false, mistakes: onePerField(mistakes) };
}

/** Beside the limit of its field, a number of many digits breaks the one of computers, which helps nobody. */
function ownLimitsFirst(issues: Form): Form {
  const ofComputers = (issue: Issue) =>
    (issue.code === 'too_big' && issue.maximum === Number.MAX_SAFE_INTEGER) ||
    (issue.code === 'too_small' && issue.minimum === Number.MIN_SAFE_INTEGER);
  return [...issues.filter((issue) => !ofComputers(issue)), ...issues.filter(ofComputers)];
}

/** What comes second about a field mostly follows from what came first. */
function onePerField(mistakes: readonly Mistake[]): Mistake[] {
  const first = new Map<string, Mistake>();
  for (const mistake of mistakes) if (!first.has(mistake.pointer)) first.set(mistake.pointer, mistake);
  return [...first.values()];
}

function mistakesOf(issue: Issue, prefix: string): Mistake[] {
  const pointer = prefix + pointerOf(issue.path);
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({ pointer: pointer + pointerOf([key]), detail: UNKNOWN_FIELD }));
  const form = issue.code === 'invalid_union' ? meantForm(issue.errors) : undefined;
  if (form === undefined) return [{ pointer, detail: issue.message }];
  return form.flatMap((inner) => mistakesOf(inner, pointer));
}

/**
 * Of several forms a value may have, the one that it is nearest to. Absent where two are as near, and where it could
 * become either by what it lacks: then all forms there are must be told.
 */
function meantForm(forms: readonly Form[]): Form | undefined {
  const alike = forms.filter((form) => !form.some(isOfWhole));
  const lacking = alike.filter((form) => form.every(isLack));
  if (lacking.length > 1) return undefined;
  const [first, second] = alike.map((form) => ({ form, distance: distance(form) })).sort(byDistance);
  return first?.distance === second?.distance ? undefined : first?.form;
}

/** Whether the value is of another type altogether, rather than wrong in a field. */
function isOfWhole({ code, path }: Issue): boolean {
  return path.length === 0 && code !== 'unrecognized_keys';
}

function isLack({ path, message }: Issue): boolean {
  return path.length === 1 && message === MISSING;
}

function distance(form: Form): number {
  return form.reduce((sum, issue) => sum + (issue.code === 'unrecognized_keys' ? issue.keys.length : 1), 0);
}

function byDistance(a: { readonly distance: number }, b: { readonly distance: number }): number {
  return a.distance - b.distance;
}

/** RFC 6901 pointer of a path. */
function pointerOf(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
