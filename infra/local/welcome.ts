import type { LocalDeployment } from './deployed.ts';

/** Where everything is and how to sign in. */
export function welcome({ url, clock, prepared }: LocalDeployment): string {
  const places = [
    ['Account page', `${url}/account`],
    ['Sign up', `${url}/sign-up`],
    ['API docs', `${url}/docs`],
    ['Inbox', `${url}/_local/inbox`],
    ['Clock', `${url}/_local  (it is ${clock.now()})`],
  ];
  const signIns = prepared.signIns.map(({ label, email, password }) => [label, `${email}  ${password}`]);
  const key = prepared.operatorKey === undefined ? [] : [['Operator key', prepared.operatorKey]];
  return [
    '',
    `Seatledger runs at ${url}`,
    '',
    ...columns(places),
    '',
    ...(signIns.length === 0 ? ['Sign up to sign in; the link comes to the inbox.'] : ['Sign in as']),
    ...columns([...signIns, ...key]),
    '',
    'Ctrl-C stops it.',
    '',
  ].join('\n');
}

/** The same for a program: one line. */
export function jsonLine({ url, tableName, dynamodbEndpoint, clock, prepared }: LocalDeployment): string {
  const line = {
    url,
    account_page: `${url}/account`,
    docs: `${url}/docs`,
    inbox: `${url}/_local/inbox`,
    now: clock.now(),
    operator_key: prepared.operatorKey,
    sign_ins: prepared.signIns,
    dynamodb_endpoint: dynamodbEndpoint,
    table_name: tableName,
  };
  return `${JSON.stringify(line)}\n`;
}

function columns(rows: readonly (readonly string[])[]): string[] {
  return rows.map(([name = '', value = '']) => `  ${name.padEnd(14)} ${value}`);
}
