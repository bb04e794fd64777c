import * as z from 'zod';
import type { ZodOpenApiExamplesObject, ZodOpenApiResponseObject } from 'zod-openapi';
import type { RefusalCode } from '../domain/refusal.ts';
import { problems } from '../messages/en/problems.ts';
import { statusOf } from '../runtime/problem.ts';

export const refusalCodes = Object.keys(statusOf).sort() as RefusalCode[];

/** Title and detail of a refusal as they are written, with the names of the values they hold. */
export function refusalText(code: RefusalCode): { readonly title: string; readonly detail: string } {
  return {
    title: readablePlaceholders(problems[`problem.${code}.title`]),
    detail: readablePlaceholders(problems[`problem.${code}.detail`]),
  };
}

/** `{minutes, plural, one {a minute} other {# minutes}}` becomes `{minutes}`. */
function readablePlaceholders(text: string): string {
  return text.replace(/\{(\w+),(?:[^{}]|\{[^{}]*\})*\}/g, '{$1}');
}

export const problemSchema = z
  .looseObject({
    type: z.url().describe('Where the refusal is explained'),
    title: z.string().describe('What happened, in the language of Accept-Language'),
    status: z.int().min(400).max(599),
    detail: z.string().describe('What to do now'),
    code: z.enum([...refusalCodes, 'internal']).describe('Never changes; for programs'),
    request_id: z.string().describe('Name it when you write to support'),
    errors: z
      .array(
        z.object({
          pointer: z.string().describe('RFC 6901 pointer into the body; /query/… and /path/… for the others'),
          detail: z.string(),
        }),
      )
      .optional()
      .describe('Every mistake of the request'),
    links: z.record(z.string(), z.url()).optional().describe('Ways out, such as where to buy'),
  })
  .meta({ id: 'Problem', description: 'RFC 9457 problem details. Some refusals add facts of their own.' });

export const problemExamples: ZodOpenApiExamplesObject = Object.fromEntries(
  refusalCodes.map((code) => [code, { summary: refusalText(code).title, value: exampleOf(code) }]),
);

function exampleOf(code: RefusalCode) {
  return {
    type: `https://accounts.example.com/docs#problem-${code}`,
    ...refusalText(code),
    status: statusOf[code],
    code,
    request_id: '0d5f6a3e-3c51-4a5e-9f0e-6d1c2b7a8f90',
  };
}

/** Name and content of the answer for refusals of one status; the same for every route that refuses alike. */
export function problemResponse(status: number, codes: readonly RefusalCode[]): [string, ZodOpenApiResponseObject] {
  const sorted = [...codes].sort();
  const response: ZodOpenApiResponseObject = {
    description: sorted.map((code) => `\`${code}\`: ${refusalText(code).title}.`).join('\n\n'),
    ...(status === 429 || status === 503
      ? { headers: { 'Retry-After': { $ref: '#/components/headers/Retry-After' } } }
      : {}),
    content: {
      'application/problem+json': {
        schema: { allOf: [{ $ref: '#/components/schemas/Problem' }, { properties: { code: { enum: sorted } } }] },
        examples: Object.fromEntries(sorted.map((code) => [code, { $ref: `#/components/examples/${code}` }])),
      },
    },
  };
  return [`Refused-${status}-${sorted.join('-')}`, response];
}

export const faultResponse: ZodOpenApiResponseObject = {
  description:
    'A fault of ours. It was recorded; nothing tells whether the request was carried out, so read before you repeat it.',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
};

/** The gateway in front of the service answers this one itself, in a form of its own. */
export const throttledResponse: ZodOpenApiResponseObject = {
  description: 'More requests at once than this deployment lets through. Try again in a moment.',
  content: { 'application/json': { schema: { type: 'object', properties: { message: { type: 'string' } } } } },
};
