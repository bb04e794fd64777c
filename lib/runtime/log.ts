import { Logger } from '@aws-lambda-powertools/logger';

/** Structured logs. Ids and codes only: never a token, an e-mail, a name, or a body. */
export const log = new Logger({ serviceName: 'seatledger' });
