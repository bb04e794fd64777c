import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { signReport } from '../../lib/payments/sandbox.ts';
import { environment } from '../../lib/runtime/environment.ts';
import { consumeBatch } from '../../lib/runtime/queue-consumer.ts';
import { reportMessage } from './report-message.ts';

const PATIENCE_MS = 10_000;

/** Sends the sandbox gateway's reports over HTTP like any gateway; a report that is not answered with 2xx is sent again. */
export const handler = (event: SQSEvent): Promise<SQSBatchResponse> =>
  consumeBatch(event, async (body) => {
    const report = reportMessage.parse(body);
    const answer = await fetch(`${environment().BASE_URL}/v1/gateways/sandbox/webhooks`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(await signReport(report.id, report.body)) },
      body: report.body,
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    await answer.body?.cancel();
    if (!answer.ok) throw new Error(`The report was answered with ${answer.status}`);
  });
