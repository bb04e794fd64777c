import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { contracts } from '../../lib/contract/all.ts';
import { check } from '../../lib/contract/mistakes.ts';
import { line } from '../../lib/contract/shared.ts';

/** What the validation library says by itself. */
const OF_THE_LIBRARY = /invalid|expected|received|too (small|big)|unrecognized|[<>]=|undefined|NaN/i;

function told(schema: z.ZodType, input: unknown): string[] {
  const result = check(schema, input);
  return result.ok ? [] : result.mistakes.map(({ pointer, detail }) => `${pointer} ${detail}`.trim());
}

const either = z.xor([z.object({ a: z.string() }), z.object({ b: z.string() })]);

describe('Every kind of mistake has plain words', () => {
  it.each<[string, z.ZodType, unknown, string]>([
    ['nothing where text is', z.string(), undefined, 'is missing'],
    ['nothing where a value is chosen', z.enum(['a', 'b']), undefined, 'is missing'],
    ['something where nothing is', z.undefined(), 5, 'must be left out'],
    ['a field that is nothing', z.never(), 5, 'must be left out'],
    ['a value where null is', z.null(), 5, 'must be null'],
    ['text where a moment is', z.date(), 'x', 'must be of another type'],
    ['a list where a record is', z.record(z.string(), z.string()), [], 'must be an object'],
    ['what is no number', z.number(), Number.NaN, 'must be a number'],
    ['a bound left out', z.number().gt(3), 3, 'must be above 3'],
    ['a bound left out above', z.number().lt(3), 3, 'must be below 3'],
    ['a step', z.int().multipleOf(5), 7, 'must be a multiple of 5'],
    ['a length', z.string().length(2), 'abc', 'must have exactly 2 characters'],
    ['a size', z.set(z.int()).max(1), new Set([1, 2]), 'must have at most 1 entry'],
    ['an address', z.email(), 'x', 'must be an e-mail address'],
    ['a link', z.url(), 'x', 'must be a web address'],
    ['a pattern', z.string().regex(/^a/), 'b', 'is not written as it must be'],
    ['one value', z.literal('on'), 'off', 'must be "on"'],
    ['values of several types', z.union([z.literal(1), z.boolean()]), 'x', 'must be 1 or true or false'],
    ['two forms at once', either, { a: '', b: '' }, 'must have one form only'],
    ['a name', z.record(z.string().regex(/^a/, 'must begin with a'), z.int()), { b: 1 }, '/b must begin with a'],
    ['an entry', z.map(z.string(), z.int()), new Map([['a', 'x']]), '/a must be a number'],
    ['an entry of an odd key', z.map(z.object({}), z.int()), new Map([[{}, 'x']]), 'must be a number'],
    ['a rule without words', z.string().refine(() => false), 'x', 'cannot be used here'],
    ['a name to be escaped', z.strictObject({}), { 'a/b~': 1 }, '/a~1b~0 is not a known field'],
  ])('%s', (_, schema, input, expected) => {
    expect(told(schema, input)).toEqual([expected]);
  });

  it('the limit that is told is the one for the text as it is kept', () => {
    expect(told(line(10), 'x'.repeat(11))).toEqual(['must have at most 10 characters']);
    expect(told(line(10), 'x'.repeat(41))).toEqual(['must have at most 10 characters']);
  });
});

/** Every name of a field that a schema takes, so that what is made up comes near to what is meant. */
function fieldsIn(schema: z.ZodType): string[] {
  const text = JSON.stringify(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }));
  const names = new Set<string>();
  JSON.parse(text, function collect(this: unknown, key, value) {
    if (key === 'properties') for (const name of Object.keys(value)) names.add(name);
    return value;
  });
  return [...names, 'nobody-knows-it'];
}

const scalars = [
  fc.string(),
  fc.integer(),
  fc.double(),
  fc.boolean(),
  fc.constant(null),
  fc.constantFrom('', ' ', 'EUR', 'card', 'credit', 'licence', 'module', '2026-02-30', 1e300),
];

describe('No answer speaks the language of the validation library', () => {
  it.each([...contracts.values()].map((contract) => [contract.operation, contract] as const))('%s', (_, contract) => {
    for (const part of [contract.path, contract.query, contract.body]) {
      const key = fc.constantFrom(...fieldsIn(part));
      const sent = fc.oneof(...scalars, fc.object({ key, values: scalars, maxDepth: 3, maxKeys: 6 }));
      fc.assert(
        fc.property(sent, (input) => {
          const result = check(part, input);
          if (result.ok) return;
          const pointers = result.mistakes.map(({ pointer }) => pointer);
          expect(new Set(pointers).size).toBe(pointers.length);
          for (const { detail } of result.mistakes) {
            expect(detail).not.toBe('');
            expect(detail).not.toMatch(OF_THE_LIBRARY);
          }
        }),
        { numRuns: 150 },
      );
    }
  });
});
