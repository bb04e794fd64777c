import type { Deployed } from '../deployed.ts';
import type { Reply } from '../gateway/reply.ts';
import type { LocalRequest } from '../server.ts';

/** Answers a local route; `name` is the segment its `*` stands for. */
export type Control = (deployed: Deployed, request: LocalRequest, name: string) => Promise<Reply> | Reply;
