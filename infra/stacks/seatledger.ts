import type { Code } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { FunctionName } from '../../functions/manifest.ts';
import type { StageSettings } from '../config.ts';
import { ServiceStack } from './service.ts';
import { StorageStack } from './storage.ts';

/** Both stacks of a stage. Without an account and a region they deploy to wherever the caller's credentials point. */
export function addSeatledger(scope: Construct, settings: StageSettings, codeOf: (name: FunctionName) => Code) {
  const { stage, account, region } = settings;
  const env = { ...(account !== undefined && { account }), ...(region !== undefined && { region }) };
  const tags = { application: 'seatledger', stage };
  const storage = new StorageStack(scope, `seatledger-${stage}-storage`, settings, { env, tags });
  const service = new ServiceStack(scope, `seatledger-${stage}-service`, settings, { env, tags, storage, codeOf });
  return { storage, service };
}
