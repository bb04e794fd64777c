import { appendFileSync, mkdirSync, readFileSync, rmSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import type { InboxFile, MailMessage } from './inbox.ts';

/** Keeps each e-mail as a line of a file, written before the sender hears that it was accepted. */
export function keptInbox(directory: string): InboxFile {
  mkdirSync(directory, { recursive: true });
  const file = join(directory, 'inbox.jsonl');
  return {
    load: () => load(file),
    append: (message) => appendFileSync(file, `${JSON.stringify(message)}\n`),
    clear: () => rmSync(file, { force: true }),
  };
}

/** A last line that a crash cut short was of an e-mail that nobody was told of; it goes, so that the next begins a line. */
function load(file: string): MailMessage[] {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
  const end = bytes.lastIndexOf('\n') + 1;
  if (end < bytes.length) truncateSync(file, end);
  const lines = bytes.subarray(0, end).toString().split('\n').slice(0, -1);
  // Those kept before e-mails could have files have none.
  return lines.map((line) => ({ attachments: [], ...JSON.parse(line) }) as MailMessage);
}
