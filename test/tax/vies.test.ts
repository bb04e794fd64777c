import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, type MockInstance, vi } from 'vitest';
import { setVariables } from '../../infra/local/environment.ts';
import { forgetEnvironment } from '../../lib/runtime/environment.ts';
import { log } from '../../lib/runtime/log.ts';
import { askVies, canAskVies } from '../../lib/tax/vies.ts';

type Answer = (question: Record<string, unknown>, response: ServerResponse) => void;

const ITALIAN = { country: 'IT', number: 'IT12345670017' };
const GREEK = { country: 'GR', number: 'EL123456783' };
const SELLER = { country: 'NL', number: 'NL123456782B01' };
const UNAVAILABLE = { answer: 'unavailable' };

let server: Server;
let answer: Answer;
let requests: { path: string; question: Record<string, unknown> }[];
let putBack: () => void;
let warnings: MockInstance;

beforeEach(async () => {
  warnings = vi.spyOn(log, 'warn').mockImplementation(() => undefined);
  requests = [];
  server = createServer((message, response) => void receive(message, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  useVies(`http://127.0.0.1:${(server.address() as AddressInfo).port}/rest-api`);
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
  putBack();
  forgetEnvironment();
  warnings.mockRestore();
});

function useVies(url: string | undefined): void {
  putBack?.();
  putBack = setVariables({
    STAGE: 'local',
    TABLE_NAME: 't',
    BASE_URL: 'http://localhost',
    MAIL_FROM: 'a@b.example',
    MAIL_CONFIGURATION_SET: 'c',
    EVENT_BUS_NAME: 'b',
    GATEWAY: 'none',
    VIES_URL: url,
  });
  forgetEnvironment();
}

async function receive(message: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  const question = JSON.parse(Buffer.concat(chunks).toString()) as Record<string, unknown>;
  requests.push({ path: `${message.method} ${message.url}`, question });
  answer(question, response);
}

const say =
  (status: number, body: object | string): Answer =>
  (_question, response) => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  };
const failure = (error: string) => ({ actionSucceed: false, errorWrappers: [{ error }] });
const yes = { valid: true, requestDate: '2026-01-15T08:00:00.000Z', requestIdentifier: 'WAPIAAAAexample', name: '---' };

describe('T3: VIES answers valid, invalid, or nothing', () => {
  it('says yes with the date and the consultation number, asked in the seller’s name', async () => {
    answer = say(200, yes);
    expect(await askVies(GREEK, SELLER)).toEqual({
      answer: 'valid',
      requestDate: '2026-01-15T08:00:00.000Z',
      consultation: 'WAPIAAAAexample',
    });
    expect(requests).toEqual([
      {
        path: 'POST /rest-api/check-vat-number',
        question: {
          countryCode: 'EL',
          vatNumber: '123456783',
          requesterMemberStateCode: 'NL',
          requesterNumber: '123456782B01',
        },
      },
    ]);
  });

  it('says no', async () => {
    answer = say(200, { ...yes, valid: false, requestIdentifier: '' });
    expect(await askVies(ITALIAN, SELLER)).toMatchObject({ answer: 'invalid', consultation: undefined });
  });

  it('is asked in nobody’s name for a seller outside the Union', async () => {
    answer = say(200, yes);
    await askVies(ITALIAN, { country: 'CH', number: 'CHE123456788' });
    expect(requests.map(({ question }) => question)).toEqual([{ countryCode: 'IT', vatNumber: '12345670017' }]);
  });

  it('is asked again in nobody’s name where it does not know the seller', async () => {
    answer = (question, response) => {
      const isNamed = question['requesterNumber'] !== undefined;
      say(isNamed ? 400 : 200, isNamed ? failure('INVALID_REQUESTER_INFO') : { ...yes, requestIdentifier: '' })(
        question,
        response,
      );
    };
    expect(await askVies(ITALIAN, SELLER)).toMatchObject({ answer: 'valid', consultation: undefined });
    expect(requests).toHaveLength(2);
  });

  it.each([
    ['the register of the country is down', say(200, failure('MS_UNAVAILABLE'))],
    ['it is asked too much', say(200, failure('GLOBAL_MAX_CONCURRENT_REQ'))],
    ['it takes the question for none', say(400, failure('INVALID_INPUT'))],
    ['it breaks', say(500, 'Internal Server Error')],
    ['a proxy answers with a page', say(200, '<html>Maintenance</html>')],
    ['it says neither yes nor no', say(200, { requestDate: '2026-01-15' })],
    ['it says yes with another status', say(203, yes)],
    ['the connection is cut', (_question: unknown, response: ServerResponse) => response.destroy()],
    ['it does not answer in time', () => undefined],
  ] as const)(
    'gives no answer where %s; that is logged without the number, and nothing is thrown',
    async (_fault, fault) => {
      answer = fault;
      expect(await askVies(ITALIAN, SELLER, 300)).toEqual(UNAVAILABLE);
      expect(warnings).toHaveBeenCalledOnce();
      expect(JSON.stringify(warnings.mock.calls)).not.toContain('12345670017');
    },
  );

  it('gives no answer where nothing listens', async () => {
    await new Promise((resolve) => server.close(resolve));
    expect(await askVies(ITALIAN, SELLER)).toEqual(UNAVAILABLE);
  });

  it('is not asked where no address of it is set', () => {
    expect(canAskVies()).toBe(true);
    useVies(undefined);
    expect(canAskVies()).toBe(false);
  });
});
