import * as z from 'zod';

export const MISSING = 'is missing';
export const UNKNOWN_FIELD = 'is not a known field';
const NOT_USABLE = 'cannot be used here';

/**
 * What is wrong with a value, for whoever sent it. It stands wherever a contract has no words of its own.
 *
 * Every code has its words here: the validation library's own text speaks of its types and is in no answer.
 */
export function plainWords(issue: z.core.$ZodRawIssue): string {
  if (issue.input === undefined) return MISSING;
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${KINDS[issue.expected] ?? 'of another type'}`;
    case 'invalid_value':
      return `must be ${oneOf(issue.values)}`;
    case 'too_small':
      return limit(issue, Number(issue.minimum), { within: 'at least', beyond: 'above' });
    case 'too_big':
      return limit(issue, Number(issue.maximum), { within: 'at most', beyond: 'below' });
    case 'not_multiple_of':
      return `must be a multiple of ${issue.divisor}`;
    case 'invalid_format':
      return FORMATS[issue.format] ?? 'is not written as it must be';
    case 'unrecognized_keys':
      return UNKNOWN_FIELD;
    case 'invalid_union':
      return formsOf(issue);
    case 'invalid_key':
    case 'invalid_element':
      return issue.issues[0]?.message ?? NOT_USABLE;
    case 'custom':
      return NOT_USABLE;
    default:
      return issue satisfies never;
  }
}

const KINDS: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
  null: 'null',
  undefined: 'left out',
  never: 'left out',
};

const FORMATS: Readonly<Record<string, string>> = {
  email: 'must be an e-mail address',
  url: 'must be a web address',
  date: 'must be a date written YYYY-MM-DD',
};

const COUNTED: Readonly<Record<string, { readonly one: string; readonly other: string }>> = {
  string: { one: 'character', other: 'characters' },
  array: { one: 'entry', other: 'entries' },
  set: { one: 'entry', other: 'entries' },
  map: { one: 'entry', other: 'entries' },
  file: { one: 'byte', other: 'bytes' },
};

interface Limit {
  readonly origin: string;
  readonly inclusive?: boolean | undefined;
  readonly exact?: boolean | undefined;
}

function limit(issue: Limit, value: number, words: { readonly within: string; readonly beyond: string }): string {
  const unit = COUNTED[issue.origin];
  const bound = issue.inclusive === false ? words.beyond : words.within;
  if (unit === undefined) return `must be ${bound} ${value}`;
  const count = issue.exact === true ? 'exactly' : bound;
  return `must have ${count} ${value} ${value === 1 ? unit.one : unit.other}`;
}

function oneOf(values: readonly unknown[]): string {
  const [only] = values;
  return values.length === 1 ? JSON.stringify(only) : `one of ${values.join(', ')}`;
}

type UnionIssue = Extract<z.core.$ZodRawIssue, { readonly code: 'invalid_union' }>;

/** The forms that a value may have: by the name that tells them apart, as values, or by the fields they need. */
function formsOf({ input, inst, errors, options, discriminator }: UnionIssue): string {
  if (discriminator !== undefined)
    return isMissing(input, discriminator) ? MISSING : `must be ${oneOf(Array.isArray(options) ? options : [])}`;
  if (errors.length === 0) return 'must have one form only';
  const ofWhole = errors.map((form) =>
    form.find(({ path, code }) => path.length === 0 && code !== 'unrecognized_keys'),
  );
  if (ofWhole.every((issue) => issue !== undefined)) return anyOf(ofWhole.map(({ message }) => message));
  const forms = inst instanceof z.ZodUnion ? inst.options.flatMap(fieldsOf) : [];
  return `must have ${forms.join(', or ')}`;
}

function isMissing(input: unknown, name: string): boolean {
  return typeof input === 'object' && input !== null && (input as Record<string, unknown>)[name] === undefined;
}

/** Sentences that begin alike become one: “must be 1 or 12”. */
function anyOf(details: readonly string[]): string {
  const [first = '', ...others] = [...new Set(details)];
  return [first, ...others.map((detail) => detail.replace(/^must be /, ''))].join(' or ');
}

/** What an object of this form cannot be without. */
function fieldsOf(form: z.core.$ZodType): string[] {
  if (!(form instanceof z.ZodObject)) return [];
  const needed = Object.entries(form.shape).filter(([, field]) => !z.safeParse(field, undefined).success);
  return [needed.map(([name]) => name).join(' and ')];
}
