import type { ApiKeyId, UserId } from '../domain/ids.ts';
import { keys } from './keys.ts';
import { getMany, type Key } from './table.ts';

const MOST_AT_ONCE = 100;

/** Who did something, as it is kept: the kind and the id. */
interface KeptActor {
  readonly kind: string;
  readonly id: string;
}

/** Names of those who did something, as they are now; nobody's whose identity was erased. (A9, A11) */
export async function loadActorNames(
  records: readonly { readonly actor: KeptActor }[],
): Promise<ReadonlyMap<string, string>> {
  const actors = new Map(records.map(({ actor }) => [actor.id, actor]));
  const wanted = [...actors.values()].flatMap((actor) => {
    const key = keyOf(actor);
    return key === undefined ? [] : [{ id: actor.id, key }];
  });
  const names = new Map<string, string>();
  for (let from = 0; from < wanted.length; from += MOST_AT_ONCE) {
    const some = wanted.slice(from, from + MOST_AT_ONCE);
    const items = await getMany(some.map(({ key }) => key));
    some.forEach(({ id }, index) => {
      const name = items[index]?.['name'] || items[index]?.['email'];
      if (typeof name === 'string') names.set(id, name);
    });
  }
  return names;
}

function keyOf({ kind, id }: KeptActor): Key | undefined {
  if (kind === 'user') return keys.user(id as UserId);
  return kind === 'operator' || kind === 'vendor' ? keys.apiKeyById(id as ApiKeyId) : undefined;
}
