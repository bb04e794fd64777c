import { readFileSync } from 'node:fs';

const CHECK_MILLISECONDS = 1000;

/**
 * Calls back once npm, which started this process, is gone. npm passes signals on, but not the one that kills it. It may
 * have put a shell between, which stays; so the shell's own parent is watched as well, where the system tells it.
 */
export function whenParentEnds(ended: () => void): void {
  const parent = process.ppid;
  const grandparent = parentOf(parent);
  const timer = setInterval(() => {
    if (process.ppid === parent && parentOf(parent) === grandparent) return;
    clearInterval(timer);
    ended();
  }, CHECK_MILLISECONDS);
  timer.unref();
}

/** The fourth field of Linux's process status; the second, the program's name in parentheses, may hold anything. */
function parentOf(pid: number): string | undefined {
  try {
    const status = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return status.slice(status.lastIndexOf(')') + 2).split(' ')[1];
  } catch {
    return undefined;
  }
}
