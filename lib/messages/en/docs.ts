export const docs = {
  'docs.title': 'API',
  'docs.about':
    'Every address of this service, what it takes and what it answers. Try a request here with your own session or API key: choose “Authorize” first.',
  'docs.document': 'The same as an OpenAPI 3.1 document',
  'docs.no-script':
    'The interactive description needs JavaScript. Without it, read the OpenAPI document linked above; all refusals are explained below.',
  'docs.refusals': 'Refusals',
  'docs.refusals.about':
    'A refused request changes nothing. It is answered with problem details (RFC 9457), whose “type” leads to one of these. The “code” never changes; words in braces stand for a value.',
  'docs.status': 'HTTP status {status, number, ::group-off}',
  'docs.from': 'Answered by',
} as const;
