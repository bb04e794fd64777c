import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startDynamoDbLocal } from '../../infra/local/dynamodb-local.ts';
import { findJava, MissingJava } from '../../infra/local/java.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'seatledger-java-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function fakeJava(home: string, script: string): string {
  mkdirSync(join(folder, home, 'bin'), { recursive: true });
  const java = join(folder, home, 'bin', 'java');
  writeFileSync(java, `#!/bin/sh\n${script}\n`);
  chmodSync(java, 0o755);
  return java;
}

describe('Java', () => {
  it('is the one of JAVA_HOME before the one on the PATH', () => {
    const atHome = fakeJava('home', 'true');
    const onPath = fakeJava('path', 'true');
    const PATH = `/nowhere:${join(folder, 'path', 'bin')}`;
    expect(findJava({ PATH, JAVA_HOME: join(folder, 'home') })).toBe(atHome);
    expect(findJava({ PATH, JAVA_HOME: '/nowhere' })).toBe(onPath);
    expect(findJava({ PATH })).toBe(onPath);
  });

  it('when missing, is asked for with the three ways out', async () => {
    const start = startDynamoDbLocal({ environment: { PATH: folder } });
    await expect(start).rejects.toThrow(MissingJava);
    await expect(start).rejects.toThrow(/apt-get install default-jre-headless[\s\S]*JAVA_HOME[\s\S]*DYNAMODB_ENDPOINT/);
  });

  it('when too old, is asked for in the same way', async () => {
    fakeJava('old', 'echo "java.lang.UnsupportedClassVersionError: has been compiled" >&2; exit 1');
    const start = startDynamoDbLocal({ environment: { PATH: '', JAVA_HOME: join(folder, 'old') } });
    await expect(start).rejects.toThrow(/old\/bin\/java is not a Java that can run it[\s\S]*DYNAMODB_ENDPOINT/);
  });
});
