import { type Environment, environment } from './environment.ts';

/** Makes something once for each environment: a client goes on using the endpoint that it was made with. */
export function perEnvironment<T>(make: (environment: Environment) => T): () => T {
  const made = new WeakMap<Environment, T>();
  return () => {
    const current = environment();
    const known = made.get(current);
    if (known !== undefined) return known;
    const fresh = make(current);
    made.set(current, fresh);
    return fresh;
  };
}
