import { describe, expect, it } from 'vitest';
import { countryCodes, isCountry } from '../../lib/domain/countries.ts';

describe('Countries are those of ISO 3166-1, and Kosovo', () => {
  it('has 249 of the standard, each once, and XK', () => {
    expect(new Set(countryCodes.filter((code) => code !== 'XK')).size).toBe(249);
    expect(countryCodes).toHaveLength(250);
    expect(['IT', 'GR', 'GB', 'XK'].filter(isCountry)).toEqual(['IT', 'GR', 'GB', 'XK']);
  });

  it.each(['ZZ', 'XX', 'UK', 'EL', 'XI', 'EU', 'DD', 'it', 'ES-CN', ''])('%j is none', (code) => {
    expect(isCountry(code)).toBe(false);
  });
});
