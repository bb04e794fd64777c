import { randomUUID } from 'node:crypto';
import { eventRules, type FunctionName } from '../../functions/manifest.ts';
import { AWS_ACCOUNT, AWS_REGION } from './names.ts';

/** An event as its consumers receive it. */
export interface BusEvent {
  readonly version: '0';
  readonly id: string;
  readonly 'detail-type': string;
  readonly source: string;
  readonly account: string;
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: unknown;
}

export interface PublishedEvent {
  readonly bus: string;
  readonly event: BusEvent;
}

export interface EventBusOptions {
  readonly send: (name: FunctionName, event: unknown) => void;
  readonly now: () => string;
}

/** EventBridge: keeps what was published, and carries the default bus's events to the manifest's rules. */
export class EventBus {
  readonly #options: EventBusOptions;
  readonly #published: PublishedEvent[] = [];
  readonly #rules: readonly { matches: (event: BusEvent) => boolean; consumer: FunctionName }[];

  constructor(options: EventBusOptions) {
    this.#options = options;
    this.#rules = Object.entries(eventRules).map(([name, { pattern, consumer }]) => ({
      matches: patternMatcher(name, pattern),
      consumer,
    }));
  }

  put(
    bus: string,
    event: { detailType: string; source: string; detail: unknown; resources?: readonly string[] },
  ): string {
    const complete: BusEvent = {
      version: '0',
      id: randomUUID(),
      'detail-type': event.detailType,
      source: event.source,
      account: AWS_ACCOUNT,
      time: `${this.#options.now().slice(0, 19)}Z`,
      region: AWS_REGION,
      resources: event.resources ?? [],
      detail: event.detail,
    };
    this.#published.push({ bus, event: complete });
    if (bus === 'default') {
      for (const rule of this.#rules) if (rule.matches(complete)) this.#options.send(rule.consumer, complete);
    }
    return complete.id;
  }

  published(): readonly PublishedEvent[] {
    return this.#published;
  }
}

const FIELDS = new Set(['source', 'detail-type', 'account', 'region', 'id', 'time', 'version']);

/** Exact values of top-level text fields. Any other kind of pattern throws, rather than match something else than AWS. */
export function patternMatcher(rule: string, pattern: Record<string, unknown>): (event: BusEvent) => boolean {
  const conditions = Object.entries(pattern).map(([field, values]) => {
    const isSupported =
      FIELDS.has(field) && Array.isArray(values) && values.every((value) => typeof value === 'string');
    if (!isSupported) {
      throw new Error(`The event rule ${rule} has a pattern on "${field}" that the local deployment does not support.`);
    }
    return { field: field as keyof BusEvent, values: new Set<unknown>(values) };
  });
  return (event) => conditions.every(({ field, values }) => values.has(event[field]));
}
