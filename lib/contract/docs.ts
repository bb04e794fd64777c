import * as z from 'zod';
import { contract } from './contract.ts';

export const getOpenApi = contract({
  operation: 'getOpenApi',
  summary: 'Read this description of the API',
  description: 'An OpenAPI 3.1 document, made from the same schemas that check requests and answers.',
  response: { status: 200, schema: z.looseObject({ openapi: z.string() }).meta({ id: 'OpenApiDocument' }) },
  refusals: [],
});
