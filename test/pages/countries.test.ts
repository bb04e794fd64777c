import { describe, expect, it } from 'vitest';
import { locales } from '../../lib/messages/locales.ts';
import { countryChoices, countryName } from '../../lib/pages/countries.ts';

describe('Countries are chosen by name, in the reader’s language and order', () => {
  it.each(locales)('%s has a name of its own for each of 250', (locale) => {
    const choices = countryChoices(locale);
    expect(new Set(choices.map(({ value }) => value)).size).toBe(250);
    expect(choices.filter(({ value, label }) => label === value || label === '')).toEqual([]);
  });

  it('Österreich stands among the O in German and after Z in Swedish', () => {
    const nextTo = (locale: 'de' | 'sv') => {
      const choices = countryChoices(locale);
      return choices[choices.findIndex(({ value }) => value === 'AT') - 1]?.value;
    };
    expect(nextTo('de')).toBe('OM');
    expect(nextTo('sv')).toBe('AX');
  });

  it('a tax area is named after its country, and what is no code stays as it is', () => {
    expect(countryName('en', 'ES-CN')).toBe('Spain');
    expect(countryName('it', 'DE')).toBe('Germania');
    expect(countryName('en', '??')).toBe('??');
  });
});
