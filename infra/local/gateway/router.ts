import { type Method, type Route, suffixOf } from '../../../functions/manifest.ts';

export type Match =
  | { readonly kind: 'found'; readonly route: Route; readonly pathParameters: Record<string, string> }
  | { readonly kind: 'other-method'; readonly allow: readonly Method[] }
  | { readonly kind: 'none' };

interface Candidate {
  readonly route: Route;
  readonly pathParameters: Record<string, string>;
}

/** Finds a request's route as API Gateway does: a literal segment wins over a parameter, from left to right. */
export function matchRoute(routes: readonly Route[], method: string, path: string): Match {
  const segments = path.split('/');
  const candidates = routes
    .filter((route) => suffixOf(route.path) === '')
    .map((route) => ({ route, pathParameters: bind(route.path.split('/'), segments) }))
    .filter((candidate): candidate is Candidate => candidate.pathParameters !== undefined)
    .sort((a, b) => (specificity(a.route.path) < specificity(b.route.path) ? -1 : 1));
  const found = candidates.find(({ route }) => route.method === method);
  if (found !== undefined) return { kind: 'found', ...found };
  const allow = [...new Set(candidates.map(({ route }) => route.method))].sort();
  return allow.length === 0 ? { kind: 'none' } : { kind: 'other-method', allow };
}

/** Sorts literal segments before parameters. */
function specificity(path: string): string {
  return path
    .split('/')
    .map((segment) => (isParameter(segment) ? '1' : '0'))
    .join('');
}

function bind(pattern: readonly string[], segments: readonly string[]): Record<string, string> | undefined {
  if (pattern.length !== segments.length) return undefined;
  const parameters: Record<string, string> = {};
  for (const [index, part] of pattern.entries()) {
    const segment = segments[index] ?? '';
    if (!isParameter(part)) {
      if (part !== segment) return undefined;
    } else {
      if (segment === '') return undefined;
      parameters[part.slice(1, -1)] = decodeURIComponent(segment);
    }
  }
  return parameters;
}

function isParameter(segment: string): boolean {
  return segment.startsWith('{') && segment.endsWith('}');
}
