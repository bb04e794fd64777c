import { cpSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

const packageAssetsSchema = z.array(
  z.strictObject({
    /** A file of an installed package, as `package/path/in/it`. */
    from: z.string().min(1),
    /** Its name in `public/`: a plain file name, so that nothing lands elsewhere. */
    to: z.string().regex(/^[\w.-]+$/),
  }),
);

/**
 * Puts the files that an area serves into `public/` beside its bundle: those of its own `public/` folder, and those of
 * packages that its `package-assets.json` lists.
 */
export function copyPublicFiles(root: string, area: string, target: string): void {
  const own = join(root, area, 'public');
  if (existsSync(own)) cpSync(own, target, { recursive: true });
  for (const { from, to } of packageAssetsOf(root, area)) {
    mkdirSync(target, { recursive: true });
    cpSync(join(root, 'node_modules', from), join(target, to));
  }
}

function packageAssetsOf(root: string, area: string) {
  const list = join(root, area, 'package-assets.json');
  return existsSync(list) ? packageAssetsSchema.parse(JSON.parse(readFileSync(list, 'utf8'))) : [];
}
