import { describe, expect, it } from 'vitest';
import { type Candidate, successorOf } from '../../../lib/domain/resellers/successor.ts';

const admin = (name: string, day: number, change: Partial<Candidate> = {}): Candidate => ({
  user: `usr_${name}`,
  role: 'admin',
  active: true,
  former: false,
  joinedAt: `2026-01-0${day}T08:00:00.000Z`,
  ...change,
});

describe('R5: an account without an owner gets one when its reseller goes', () => {
  const admins = [admin('LATE', 3), admin('EARLY', 1), admin('MIDDLE', 2)];

  it('is the admin who asks', () => {
    expect(successorOf(admins, 'usr_MIDDLE')?.user).toBe('usr_MIDDLE');
  });

  it('is the admin who joined first, when somebody else asks', () => {
    expect(successorOf(admins, 'usr_SOMEBODY')?.user).toBe('usr_EARLY');
    expect(successorOf(admins, undefined)?.user).toBe('usr_EARLY');
  });

  it('is nobody who could not sign in and act', () => {
    const others = [
      admin('A', 1, { active: false }),
      admin('B', 1, { former: true }),
      admin('C', 1, { role: 'member' }),
    ];
    expect(successorOf(others, 'usr_A')).toBeUndefined();
  });
});
