import { join } from 'node:path';
import { App, Validations } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { AwsSolutionsChecks } from 'cdk-nag';
import { bundleFunctions, codeDirectory, MissingEntriesError } from './bundle/bundle-functions.ts';
import { parseStageSettings, SettingsError } from './config.ts';
import { addSeatledger } from './stacks/seatledger.ts';

const root = join(import.meta.dirname, '..');

try {
  const app = new App();
  const settings = parseStageSettings(app.node.getAllContext());
  bundleFunctions(root);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  addSeatledger(app, settings, (name) => Code.fromAsset(codeDirectory(root, name), { exclude: ['*.map'] }));
} catch (error) {
  if (!(error instanceof SettingsError || error instanceof MissingEntriesError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
