import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { AwsSolutionsChecks } from 'cdk-nag';
import { parseStageSettings } from '../../infra/config.ts';
import { addSeatledger } from '../../infra/stacks/seatledger.ts';

export interface Resource {
  readonly Type: string;
  // biome-ignore lint/suspicious/noExplicitAny: a template is read by property, and its shape is CloudFormation's.
  readonly Properties: any;
  readonly DeletionPolicy?: string;
}

export const cdkContext: Record<string, unknown> = JSON.parse(readFileSync('cdk.json', 'utf8')).context;

export const production = {
  stage: 'prod',
  mailFrom: 'no-reply@vendor.example',
  mailIdentity: 'vendor.example',
  alarmEmail: 'on-call@vendor.example',
};

/** Synthesises a stage from cdk.json with a stub in place of every function's bundle, in a folder of its own. */
export function synthesise(overrides: Record<string, string> = {}) {
  const directory = mkdtempSync(join(tmpdir(), 'seatledger-synth-'));
  try {
    writeFileSync(join(directory, 'index.js'), 'exports.handler = async () => {};\n');
    const app = new App({ context: { ...cdkContext, ...overrides }, outdir: join(directory, 'cdk.out') });
    const nag = new AwsSolutionsChecks(app);
    const { storage, service } = addSeatledger(app, parseStageSettings(app.node.getAllContext()), () =>
      Code.fromAsset(directory, { exclude: ['cdk.out'] }),
    );
    const assembly = app.synth();
    const findings = nag.validateScope(app).violations;
    const templateOf = (stack: typeof storage | typeof service) => assembly.getStackArtifact(stack.artifactId).template;
    return {
      storage: resourcesOf(templateOf(storage)),
      service: resourcesOf(templateOf(service)),
      isStorageProtected: storage.terminationProtection,
      findings,
    };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

export type Resources = ReturnType<typeof resourcesOf>;

function resourcesOf(template: { readonly Resources: Record<string, Resource> }) {
  const all = Object.entries(template.Resources);
  return {
    ofType: (type: string): Resource[] =>
      all.filter(([, resource]) => resource.Type === type).map(([, resource]) => resource),
    byId: (id: string): Resource => {
      const resource = template.Resources[id];
      if (!resource) throw new Error(`The template has no resource ${id}.`);
      return resource;
    },
    idsOf: (type: string): string[] => all.filter(([, resource]) => resource.Type === type).map(([id]) => id),
  };
}
