import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainDate } from '../../../lib/domain/dates.ts';
import { Refused } from '../../../lib/domain/refusal.ts';
import { type BankStatement, readStatements, requireAccount } from '../../../lib/payments/transfer/camt053.ts';
import { type IgnoredEntry, isCredit, unlessLater } from '../../../lib/payments/transfer/statement-entry.ts';

const file = (name: string) => readFileSync(`test/payments/transfer/statements/${name}.xml`, 'utf8');
const IBAN = 'IT60X0542811101000000123456';

interface EntryParts {
  readonly amount?: string;
  readonly currency?: string;
  readonly reference?: string;
  readonly date?: string;
  readonly rest?: string;
}

const entry = ({ amount = '12.00', currency = 'EUR', reference, date = '2026-01-12', rest = '' }: EntryParts = {}) =>
  `<Ntry><Amt Ccy="${currency}">${amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>${date}</Dt></BookgDt>
   ${reference === undefined ? '' : `<AcctSvcrRef>${reference}</AcctSvcrRef>`}${rest}</Ntry>`;

function document(entries: string, { id = 'S-1', kind = 'camt.053.001.02', iban = IBAN } = {}): string {
  const statement = `<Stmt><Id>${id}</Id><Acct><Id><IBAN>${iban}</IBAN></Id></Acct>${entries}</Stmt>`;
  const namespace = `urn:iso:std:iso:20022:tech:xsd:${kind}`;
  return `<Document xmlns="${namespace}"><BkToCstmrStmt>${statement}</BkToCstmrStmt></Document>`;
}

const parts = (...details: string[]) =>
  `<NtryDtls>${details.map((each) => `<TxDtls>${each}</TxDtls>`).join('')}</NtryDtls>`;

function parted({ id, iban, entries }: BankStatement) {
  return {
    id,
    iban,
    entries: entries.filter(isCredit),
    ignored: entries.filter((each): each is IgnoredEntry => !isCredit(each)),
  };
}

function only(text: string) {
  const [statement, ...others] = readStatements(text);
  if (statement === undefined || others.length > 0) throw new Error('not one statement');
  return parted(statement);
}

const keysOf = (text: string) => readStatements(text).flatMap(({ entries }) => entries.map(({ key }) => key));

function refusalOf(text: string): string[] {
  try {
    readStatements(text);
  } catch (error) {
    if (error instanceof Refused && error.code === 'statement.malformed') {
      return (error.facts.errors ?? []).map(({ pointer, detail }) => `${pointer} ${detail}`);
    }
    throw error;
  }
  return [];
}

describe('T4: a CAMT.053 file', () => {
  it('of version 02 holds two credits with a reference and one without, and says why the rest is left out', () => {
    const { id, iban, entries, ignored } = only(file('version-02'));
    expect([id, iban]).toEqual(['STMT-2026-0012', IBAN]);
    expect(entries).toEqual([
      {
        key: `${IBAN}/ref:2601120001A/2026-01-12/17568EUR`,
        bankReference: '2601120001A',
        amount: { minor: 17_568, currency: 'EUR' },
        bookedOn: '2026-01-12',
        references: ['RF68123456789012345'],
        text: 'RF68123456789012345',
        payer: 'Esempio & Figli S.p.A.',
      },
      {
        key: `${IBAN}/ref:2601120002B/2026-01-12/5000EUR`,
        bankReference: '2601120002B',
        amount: { minor: 5_000, currency: 'EUR' },
        bookedOn: '2026-01-12',
        references: ['RF74000000000000001'],
        text: 'Saldo ordine rf74 0000 0000 0000 001 grazie',
        payer: 'Società Esempio',
      },
      {
        key: expect.stringMatching(new RegExp(`^${IBAN}/as:[0-9a-f]{32}/2026-01-13/1200EUR$`)),
        bankReference: undefined,
        amount: { minor: 1_200, currency: 'EUR' },
        bookedOn: '2026-01-13',
        references: [],
        text: 'Versamento',
        payer: undefined,
      },
    ]);
    expect(ignored.map(({ reason, amount }) => [reason, amount.minor])).toEqual([
      ['debit', 990],
      ['reversal', 2_000],
      ['not-booked', 30_000],
    ]);
  });

  it('of version 04 has a batch of three transfers, each counted on its own, two of the same amount', () => {
    const { entries, ignored } = only(file('version-04-batch'));
    expect(entries.map(({ amount, references, bookedOn }) => [amount.minor, references, bookedOn])).toEqual([
      [43_560, ['RF68123456789012345'], '2026-02-02'],
      [43_560, ['RF77999999999999999'], '2026-02-02'],
      [21_417, [], '2026-02-02'],
    ]);
    expect(entries.map(({ key }) => key.replace('NL91ABNA0417164300/ref:', ''))).toEqual([
      'BATCH-551/2026-02-02/43560EUR',
      'BATCH-551/2026-02-02/43560EUR/2',
      'BATCH-551-3/2026-02-02/21417EUR',
    ]);
    expect(entries[0]?.payer).toBe('Voorbeeld B.V.');
    expect(ignored).toEqual([]);
  });

  it('of version 08 has pages, a status of its own kind, and one transfer for two bills', () => {
    const [first, second] = readStatements(file('version-08')).map(parted);
    expect(first?.entries).toMatchObject([
      {
        key: 'SE4550000000058398257466/ref:2026-03-02-0001/2026-03-02/125050SEK',
        amount: { minor: 125_050, currency: 'SEK' },
        references: ['RF68123456789012345', 'RF74000000000000001'],
        payer: 'Exempel AB',
      },
    ]);
    expect(first?.ignored).toMatchObject([{ reason: 'not-booked', amount: { minor: 700 } }]);
    expect(second).toMatchObject({ id: 'SE-1', entries: [], ignored: [] });
  });

  it.each(['version-02', 'version-04-batch', 'version-08'])('gives the same keys each time: %s', (name) => {
    expect(readStatements(file(name))).toEqual(readStatements(file(name)));
  });
});

describe('T4: what identifies a transfer', () => {
  const [a, b, c] = ['A-1', 'B-2', 'C-3'].map((reference) => entry({ reference }));

  it('is the same in a later statement that overlaps, where the bank gives a reference', () => {
    const [, second] = keysOf(document(`${a}${b}`, { id: 'monday' }));
    expect(keysOf(document(`${b}${c}`, { id: 'tuesday' }))[0]).toBe(second);
  });

  it('is what is said of it where the bank gives none, in whichever statement, and equal ones stay two', () => {
    const two = keysOf(document(entry() + entry()));
    expect(two[1]).toBe(`${two[0]}/2`);
    expect(keysOf(document(entry({ amount: '7.00' }) + entry() + entry(), { id: 'S-2' })).slice(1)).toEqual(two);
  });

  it.each(['NONREF', 'NOTPROVIDED', 'none', '0', '-'])('is not %s, which says that the bank has none', (reference) => {
    expect(new Set(keysOf(document(entry({ reference }) + entry({ reference })))).size).toBe(2);
    expect(keysOf(document(entry({ reference })))[0]).toMatch(/\/as:[0-9a-f]{32}\//);
  });

  it('is not the reference alone: a bank that uses one again for another amount or date means another transfer', () => {
    const again = [{}, { amount: '12.01' }, { date: '2026-01-13' }].map((other) =>
      entry({ reference: 'A-1', ...other }),
    );
    expect(new Set(keysOf(document(again.join('')))).size).toBe(3);
  });

  it.each<[string, string]>([
    ['EndToEndId', '<Refs><EndToEndId>E-2</EndToEndId></Refs>'],
    ['TxId', '<Refs><TxId>T-2</TxId></Refs>'],
    ['InstrId', '<Refs><InstrId>I-2</InstrId></Refs>'],
    ['UETR', '<Refs><UETR>8a562c67-ca16-48ba-b074-65581be6f001</UETR></Refs>'],
    ['a reference', '<RmtInf><Strd><CdtrRefInf><Ref>RF68123456789012345</Ref></CdtrRefInf></Strd></RmtInf>'],
    ['what is written', '<RmtInf><Ustrd>RF68123456789012345</Ustrd></RmtInf>'],
    ['who pays', '<RltdPties><Dbtr><Nm>Example payer</Nm></Dbtr></RltdPties>'],
    ['from which account', '<RltdPties><DbtrAcct><Id><IBAN>NL91ABNA0417164300</IBAN></Id></DbtrAcct></RltdPties>'],
  ])('has %s in it, where the bank gives no reference', (_, said) => {
    const plain = '<Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs>';
    const [one] = keysOf(document(entry({ rest: parts(plain) })));
    const [other] = keysOf(document(entry({ rest: parts(said) })));
    expect(other).not.toBe(one);
    expect(keysOf(document(entry() + entry({ rest: parts(said) }), { id: 'S-2' }))[1]).toBe(other);
  });

  it('has the reference of the entry in it, unless that only counts the entries', () => {
    const numbered = (reference: string) =>
      keysOf(document(entry().replace('<Amt', `<NtryRef>${reference}</NtryRef><Amt`)))[0];
    expect(numbered('E-1')).not.toBe(numbered('E-2'));
    expect(numbered('1')).toBe(numbered('00012'));
  });

  it('is the same however a bank breaks the lines, and has no names in it', () => {
    const written = (...lines: string[]) =>
      keysOf(
        document(
          entry({
            rest: parts(
              `<RltdPties><Dbtr><Nm>Example payer</Nm></Dbtr></RltdPties><RmtInf>${lines.map((line) => `<Ustrd>${line}</Ustrd>`).join('')}</RmtInf>`,
            ),
          }),
        ),
      )[0];
    expect(written('RF68 1234 56', '78 9012 345')).toBe(written('RF68 1234', ' 5678 9012 345'));
    expect(written('thanks')).not.toMatch(/Example|payer|thanks/);
  });

  const statements = (...texts: string[]) =>
    texts[0]?.replace(/<Stmt>.*<\/Stmt>/s, texts.map((text) => /<Stmt>.*<\/Stmt>/s.exec(text)?.[0]).join('')) ?? '';

  it('is different for equal ones on the pages of one file', () => {
    const page = document(entry());
    expect(new Set(keysOf(statements(page, page))).size).toBe(2);
  });

  it('takes no number of a transfer that has not arrived yet', () => {
    for (const reference of [undefined, 'A-1']) {
      const one = entry(reference === undefined ? {} : { reference });
      const [, booked] = keysOf(document(one.replace('BOOK', 'PDNG') + one));
      expect(keysOf(document(one))).toEqual([booked]);
    }
  });

  it('is the same wherever a transfer stands among others, for every number of equal ones', () => {
    const one = fc.record({ reference: fc.constantFrom('X', 'Y'), amount: fc.constantFrom('1.00', '2.00') });
    fc.assert(
      fc.property(fc.array(one, { maxLength: 8 }), (entries) => {
        const keys = keysOf(document(entries.map(entry).join('')));
        const reversed = keysOf(document([...entries].reverse().map(entry).join('')));
        expect(new Set(keys).size).toBe(entries.length);
        expect([...reversed].sort()).toEqual([...keys].sort());
      }),
      { numRuns: 50 },
    );
  });
});

describe('T4: a batch', () => {
  const sum = (...amounts: string[]) =>
    only(
      document(
        entry({
          amount: '30.00',
          reference: 'B',
          rest: parts(...amounts.map((amount) => `${amount}<RmtInf><Ustrd>RF68123456789012345</Ustrd></RmtInf>`)),
        }),
      ),
    ).entries.map(({ amount }) => amount.minor);

  it.each<[string, string[], number[]]>([
    [
      'is split where its parts make up the whole',
      ['<Amt Ccy="EUR">10</Amt>', '<Amt Ccy="EUR">20.00</Amt>'],
      [1000, 2000],
    ],
    ['stays whole where a part is missing', ['<Amt Ccy="EUR">10</Amt>', '<Amt Ccy="EUR">19.99</Amt>'], [3000]],
    ['stays whole where a part has no amount', ['<Amt Ccy="EUR">30</Amt>', ''], [3000]],
    ['stays whole where a part is in crowns', ['<Amt Ccy="EUR">10</Amt>', '<Amt Ccy="SEK">20</Amt>'], [3000]],
    [
      'stays whole where a part left',
      ['<Amt Ccy="EUR">25</Amt>', '<Amt Ccy="EUR">5</Amt><CdtDbtInd>DBIT</CdtDbtInd>'],
      [3000],
    ],
    ['of one keeps the amount that was booked', ['<Amt Ccy="EUR">31.00</Amt>'], [3000]],
  ])('%s', (_, amounts, expected) => {
    expect(sum(...amounts)).toEqual(expected);
  });
});

describe('M1: amounts are read exactly', () => {
  it.each([
    ['0.01', 'EUR', 1],
    ['1', 'EUR', 100],
    ['1.5', 'EUR', 150],
    ['1.50000', 'EUR', 150],
    ['.5', 'EUR', 50],
    ['0000012.30', 'EUR', 1230],
    ['9007199.99', 'EUR', 900_719_999],
    ['9999999999.99', 'EUR', 999_999_999_999],
    ['1200', 'JPY', 1200],
    ['1.234', 'BHD', 1234],
  ])('%s %s is %i', (amount, currency, minor) => {
    expect(only(document(entry({ amount, currency }))).entries[0]?.amount).toEqual({ minor, currency });
  });

  it.each(['12,50', '-1.00', '1.005', '1e3', '0x10', '', '1 000.00', 'NaN', '10000000000.01', '99999999999999999999'])(
    'refuses %j',
    (amount) => {
      expect(refusalOf(document(entry({ amount })))[0]).toMatch(/^\/Document\/BkToCstmrStmt\/Stmt\/Ntry\/Amt /);
    },
  );

  it('refuses half a yen and an amount without currency', () => {
    expect(refusalOf(document(entry({ amount: '0.5', currency: 'JPY' })))[0]).toContain('must be an amount');
    expect(refusalOf(document(entry({ currency: '' })))[0]).toContain('must name its currency');
  });

  it('leaves out an amount of nothing', () => {
    expect(only(document(entry({ amount: '0.00' })))).toMatchObject({ entries: [], ignored: [{ reason: 'nothing' }] });
  });

  it('loses no cent for any amount', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000_000_000 }), (minor) => {
        const amount = `${Math.floor(minor / 100)}.${String(minor % 100).padStart(2, '0')}`;
        expect(only(document(entry({ amount }))).entries[0]?.amount.minor).toBe(minor);
      }),
    );
  });
});

describe('T4: a file that is no statement is refused whole', () => {
  const bomb = `<!DOCTYPE Document [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>`;
  const reader = `<!DOCTYPE Document [<!ENTITY x SYSTEM "file:///etc/hostname">]>`;
  const statement = document(entry());

  it.each<[string, string, string]>([
    ['nothing', '', ' is not XML'],
    ['JSON', '{"amount":12}', ' is not XML: look at line 1'],
    ['a file cut off', statement.slice(0, -30), ' is not XML'],
    ['tags that cross', '<Document>\n<a><b></a></b></Document>', ' is not XML: look at line 2'],
    ['entities that grow', `${bomb}${statement}`, ' must not have a document type'],
    ['entities that read files', `${reader}${statement}`, ' must not have a document type'],
    ['a document type in small letters', `<!doctype x>${statement}`, ' must not have a document type'],
    ['a prototype', document('<__proto__><a>1</a></__proto__>'), ' is not XML that can be read'],
    ['tags a thousand deep', '<a>'.repeat(1000) + '</a>'.repeat(1000), ' is not XML that can be read'],
    [
      'another message',
      document(entry(), { kind: 'camt.054.001.08' }),
      ' must be a CAMT.053 statement, but is a camt.054',
    ],
    ['another document', '<invoice><total>1</total></invoice>', ' must be a CAMT.053 statement, but is no message'],
    ['no statement', statement.replace(/<Stmt>.*<\/Stmt>/s, '<GrpHdr/>'), '/Document/BkToCstmrStmt has no statement'],
    ['a statement without id', document(entry(), { id: '' }), '/Document/BkToCstmrStmt/Stmt/Id must have'],
    [
      'a wrong IBAN',
      document(entry(), { iban: 'IT61X0542811101000000123456' }),
      '/Document/BkToCstmrStmt/Stmt/Acct/Id/IBAN',
    ],
    [
      'a date that is none',
      document(entry({ date: '2026-02-30' })),
      '/Document/BkToCstmrStmt/Stmt/Ntry/BookgDt must be',
    ],
    [
      'no date',
      document(entry().replace(/<BookgDt>.*<\/BookgDt>/, '')),
      '/Document/BkToCstmrStmt/Stmt/Ntry/BookgDt is missing',
    ],
    ['no amount', document(entry().replace(/<Amt.*<\/Amt>/, '')), '/Document/BkToCstmrStmt/Stmt/Ntry/Amt is missing'],
    [
      'no direction',
      document(entry() + entry().replace('CRDT', 'IN')),
      '/Document/BkToCstmrStmt/Stmt/Ntry/1/CdtDbtInd must be',
    ],
    [
      'a reference without end',
      document(entry({ reference: 'x'.repeat(36) })),
      '/Document/BkToCstmrStmt/Stmt/Ntry/AcctSvcrRef must',
    ],
  ])('%s', (_, text, expected) => {
    expect(refusalOf(text)).toEqual([expect.stringContaining(expected)]);
    expect(refusalOf(text)[0]?.startsWith(expected)).toBe(true);
  });

  it('of any kind never breaks the reader', () => {
    const noise = fc.oneof(fc.string(), fc.stringMatching(/^[<>/&;!a-cA-C"= ]{0,60}$/));
    fc.assert(
      fc.property(noise, fc.nat(statement.length), (text, at) => {
        for (const each of [text, statement.slice(0, at) + text + statement.slice(at)]) {
          expect(Array.isArray(refusalOf(each))).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('T4: what people write is kept as one line of text', () => {
  it('without control characters, entities read once, 500 characters at the most', () => {
    const rest = parts(
      `<RltdPties><Dbtr><Nm>A&#10;B &amp;lt; C\u0007</Nm></Dbtr></RltdPties><RmtInf><Ustrd>${'x'.repeat(600)}</Ustrd></RmtInf>`,
    );
    const [credit] = only(document(entry({ rest }))).entries;
    expect(credit?.payer).toBe('A B &lt; C');
    expect(credit?.text).toHaveLength(500);
  });

  it('from CDATA too, and behind a byte order mark', () => {
    const rest = parts('<RmtInf><Ustrd><![CDATA[<RF68 1234 5678 9012 345>]]></Ustrd></RmtInf>');
    expect(only(`\uFEFF${document(entry({ rest }))}`).entries[0]).toMatchObject({
      references: ['RF68123456789012345'],
      text: '<RF68 1234 5678 9012 345>',
    });
  });
});

describe('T4: only the account customers transfer to counts', () => {
  const statements = readStatements(file('version-02'));

  it('takes its statements, looking no further, and refuses those of another one', async () => {
    await requireAccount(statements, IBAN, () => Promise.reject(new Error('there is no need to look')));
    for (const other of ['NL91ABNA0417164300', undefined]) {
      await expect(requireAccount(statements, other, async () => false)).rejects.toMatchObject({
        code: 'statement.other-account',
      });
    }
  });

  it('takes those of the account that was there before', async () => {
    await requireAccount(statements, 'NL91ABNA0417164300', async (iban) => iban === IBAN);
  });
});

describe('T4: a transfer that is booked for a later date', () => {
  it('has not arrived until then', () => {
    const [credit] = only(document(entry({ date: '2026-01-12' }))).entries;
    if (credit === undefined) throw new Error('no credit');
    expect(unlessLater(credit, plainDate('2026-01-12'))).toBe(credit);
    expect(unlessLater(credit, plainDate('2026-01-11'))).toEqual({
      key: credit.key,
      amount: credit.amount,
      bookedOn: '2026-01-12',
      reason: 'after-today',
    });
  });
});

describe('A statement of 5,000 transfers', () => {
  it('is read within 3 seconds', () => {
    const rest = parts('<RmtInf><Ustrd>RF68 1234 5678 9012 345</Ustrd></RmtInf>');
    const entries = Array.from({ length: 5000 }, (_, index) => entry({ reference: `N${index}`, rest })).join('');
    const startedAt = performance.now();
    expect(only(document(entries)).entries).toHaveLength(5000);
    expect(performance.now() - startedAt).toBeLessThan(3000);
  });
});
