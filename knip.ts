import type { KnipConfig } from 'knip';
import { functions } from './functions/manifest.ts';

/** Everything that something outside the code starts; what none of these reaches is dead. */
const config: KnipConfig = {
  entry: [...Object.values(functions).map(({ entry }) => entry), 'infra/app.ts', 'test/bench/*.ts'],
  project: ['{functions,infra,lib,test}/**/*.ts', '*.{ts,cjs}'],
  ignoreDependencies: [
    // Not imported: the parser of the walls, the emulator's jar, and what the pages serve to browsers.
    '@swc/core',
    'amplify-dynamodb-simulator',
    'swagger-ui-dist',
    'altcha',
    // Not imported either: fonts, which are read as files.
    '@expo-google-fonts/inter',
    'dejavu-fonts-ttf',
  ],
  ignoreExportsUsedInFile: true,
};

export default config;
