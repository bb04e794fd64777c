import { describe, expect, it } from 'vitest';
import { apiRoutes } from '../../lib/contract/openapi.ts';
import { contractOf, nowhere, requestFor, type Sample, takesBody } from './requests.ts';

const operations = apiRoutes().map((route) => [route.operation, route] as const);

describe('The requests of the access matrix', () => {
  it.each(operations.filter(([, route]) => takesBody(contractOf(route))))(
    'ask %s for something that its contract takes',
    (_, route) => {
      const { body } = requestFor(route, { ...nowhere, slot: `slt_${'0'.repeat(26)}` } as Sample);
      expect(contractOf(route).body.safeParse(body)).toMatchObject({ success: true });
    },
  );
});
