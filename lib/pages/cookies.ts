import { environment } from '../runtime/environment.ts';

/** `session` holds the session token of a signed-in browser; `visit` is random and binds forms to a browser before that. */
export type CookieName = 'session' | 'visit';

const overHttps = () => environment().BASE_URL.startsWith('https:');

/** Over HTTPS the `__Host-` prefix keeps every other host, a neighbouring subdomain too, from setting the cookie. */
function nameOf(cookie: CookieName): string {
  return overHttps() ? `__Host-${cookie}` : cookie;
}

export function readCookie(cookies: readonly string[] | undefined, cookie: CookieName): string | undefined {
  const start = `${nameOf(cookie)}=`;
  const found = cookies?.find((entry) => entry.startsWith(start));
  return found === undefined || found.length === start.length ? undefined : found.slice(start.length);
}

/** Without `maxAgeSeconds` the cookie ends with the browser. */
export function setCookie(cookie: CookieName, value: string, maxAgeSeconds?: number): string {
  const parts = [`${nameOf(cookie)}=${value}`, 'Path=/', 'HttpOnly', 'SameSite=Lax'];
  if (overHttps()) parts.push('Secure');
  if (maxAgeSeconds !== undefined) parts.push(`Max-Age=${maxAgeSeconds}`);
  return parts.join('; ');
}

export function clearCookie(cookie: CookieName): string {
  return setCookie(cookie, '', 0);
}
