import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** No usable Java: the message is all a newcomer needs to go on. */
export class MissingJava extends Error {
  constructor(found: string) {
    super(
      [
        `${found} DynamoDB Local, which keeps the data on this machine, needs Java 11 or newer. Three ways out:`,
        '  - install Java, on Debian or Ubuntu: apt-get install default-jre-headless',
        '  - if Java is installed elsewhere, set JAVA_HOME to its folder',
        '  - use another DynamoDB: set DYNAMODB_ENDPOINT to its URL',
      ].join('\n'),
    );
    this.name = 'MissingJava';
  }
}

/** The `java` to run: the one JAVA_HOME names, else the first on the PATH. */
export function findJava(environment: NodeJS.ProcessEnv = process.env): string {
  const program = process.platform === 'win32' ? 'java.exe' : 'java';
  const home = environment['JAVA_HOME'];
  const folders = (environment['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  if (home) folders.unshift(join(home, 'bin'));
  const java = folders.map((folder) => join(folder, program)).find(isExecutable);
  if (java === undefined) throw new MissingJava('No Java was found on the PATH or in JAVA_HOME.');
  return java;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
