import { describe, expect, it } from 'vitest';
import { ibanInGroups, isBic, isIban, isSepaIban, plainIban } from '../../../lib/payments/transfer/iban.ts';

describe('T4: the account to transfer to', () => {
  it.each([
    ['IT60X0542811101000000123456', 'IT60 X054 2811 1010 0000 0123 456'],
    ['FR1420041010050500013M02606', 'FR14 2004 1010 0505 0001 3M02 606'],
    ['NL91ABNA0417164300', 'NL91 ABNA 0417 1643 00'],
    ['ES9121000418450200051332', 'ES91 2100 0418 4502 0005 1332'],
    ['SE4550000000058398257466', 'SE45 5000 0000 0583 9825 7466'],
  ])('prints %s as %s', (iban, printed) => {
    expect(isIban(iban)).toBe(true);
    expect(isIban(printed.toLowerCase())).toBe(true);
    expect(ibanInGroups(iban)).toBe(printed);
    expect(plainIban(printed)).toBe(iban);
  });

  it.each(['', 'IT61X0542811101000000123456', 'IT60X054281110100000012345', 'QQ60X0542811101000000123456', 'hello'])(
    'knows that %j is no IBAN',
    (text) => {
      expect(isIban(text)).toBe(false);
    },
  );

  it('knows a BIC of 8 and of 11 characters', () => {
    expect(['ABNANL2A', 'ABNANL2AXXX', 'ABNANL2', 'ABNANL2AXX', 'abnanl2a'].map(isBic)).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
  });

  it('knows which countries SEPA reaches', () => {
    expect(isSepaIban('CH9300762011623852957')).toBe(true);
    expect(isSepaIban('TR330006100519786457841326')).toBe(false);
  });
});
