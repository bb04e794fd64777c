import { describe, expect, it } from 'vitest';
import { linksIn } from '../../infra/local/links.ts';

describe('the links of an e-mail', () => {
  it.each([
    ['Open https://a.test/x?y=1.', '', ['https://a.test/x?y=1']],
    ['(see https://a.test/x) and https://a.test/x', '', ['https://a.test/x']],
    ['', '<a class="b" href="https://a.test/?a=1&amp;b=2&#x3D;">', ['https://a.test/?a=1&b=2=']],
    [
      'https://a.test/1',
      "<a href='https://a.test/1'><a href='https://a.test/2'>",
      ['https://a.test/1', 'https://a.test/2'],
    ],
    ['mailto:owner@example.test', '<a href="mailto:owner@example.test">', []],
  ])('of text %j and HTML %j are %j', (text, html, links) => {
    expect(linksIn(text, html)).toEqual(links);
  });
});
