import type { EventBus } from '../event-bus.ts';
import { EVENT_BUS } from '../names.ts';
import { AwsFault } from './fault.ts';
import type { JsonService } from './server.ts';

const MAX_ENTRIES = 10;
const MAX_BYTES = 1024 * 1024;

interface Entry {
  readonly EventBusName?: string;
  readonly Source?: string;
  readonly DetailType?: string;
  readonly Detail?: string;
  readonly Resources?: readonly string[];
}

/** The part of EventBridge that publishers use. */
export function eventBridgeService(bus: EventBus): JsonService {
  return (action, input) => {
    if (action !== 'PutEvents') {
      throw new AwsFault('UnknownOperationException', `EventBridge ${action} is not answered locally.`);
    }
    const entries = (input['Entries'] ?? []) as Entry[];
    if (entries.length === 0 || entries.length > MAX_ENTRIES) {
      throw new AwsFault('ValidationException', `The number of entries must be between 1 and ${MAX_ENTRIES}.`);
    }
    if (Buffer.byteLength(JSON.stringify(entries)) > MAX_BYTES) {
      throw new AwsFault('ValidationException', 'Total size of the entries in the request is over the limit.');
    }
    const Entries = entries.map((entry) => put(bus, entry));
    return { FailedEntryCount: Entries.filter((entry) => 'ErrorCode' in entry).length, Entries };
  };
}

function put(bus: EventBus, entry: Entry): { EventId: string } | { ErrorCode: string; ErrorMessage: string } {
  const { Source: source, DetailType: detailType, Detail } = entry;
  const name = (entry.EventBusName ?? 'default').split('/').at(-1) ?? '';
  if (!source || !detailType || !Detail) {
    return { ErrorCode: 'InvalidArgument', ErrorMessage: 'Parameters Source, DetailType and Detail are required.' };
  }
  if (source.startsWith('aws.')) {
    return { ErrorCode: 'NotAuthorizedForSourceException', ErrorMessage: `Not authorized for the source ${source}.` };
  }
  if (name !== 'default' && name !== EVENT_BUS) {
    return { ErrorCode: 'ResourceNotFoundException', ErrorMessage: `Event bus ${name} does not exist.` };
  }
  const detail = parsedObject(Detail);
  if (detail === undefined) return { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' };
  return { EventId: bus.put(name, { source, detailType, detail, resources: entry.Resources ?? [] }) };
}

function parsedObject(json: string): unknown {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
