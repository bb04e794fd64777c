import type { Problem } from '../../lib/runtime/problem.ts';

/** An answer that was not what the caller asked for. */
export class RequestRefused extends Error {
  readonly problem: Problem;

  constructor(method: string, path: string, problem: Problem) {
    const mistakes = (problem.errors ?? []).map(({ pointer, detail }) => `\n  ${pointer || '/'} ${detail}`);
    super(`${method} ${path}: ${problem.status} ${problem.title}. ${problem.detail}${mistakes.join('')}`);
    this.name = 'RequestRefused';
    this.problem = problem;
  }
}

export interface ApiClient {
  /** Sends JSON and answers what came back. Errors: {@link RequestRefused} for a problem. */
  send<Answer = unknown>(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Answer>;
  /** The same deployment for another caller. */
  as(token: string | undefined): ApiClient;
}

/** The deployment's API as any program would use it. */
export function apiClient(url: string, token?: string): ApiClient {
  return {
    as: (other) => apiClient(url, other),
    async send<Answer>(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
      const response = await fetch(`${url}${path}`, {
        method,
        headers: {
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      const answer: unknown = text === '' ? undefined : JSON.parse(text);
      if (!response.ok) throw new RequestRefused(method, path, answer as Problem);
      return answer as Answer;
    },
  };
}
