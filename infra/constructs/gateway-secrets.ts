import type { Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { GatewaySecretName } from '../../functions/manifest.ts';
import { gatewaySecretVariable } from '../../lib/runtime/environment.ts';
import type { StageSettings } from '../config.ts';

/**
 * The payment gateway's secrets, in SecureString parameters that a person puts there: CloudFormation can make none, and the
 * values are not its business. They are encrypted with the account's own key for Parameter Store, whose policy lets whoever
 * may read a parameter decrypt it; so no function needs a right on any key.
 */
export class GatewaySecrets {
  readonly #stack: Stack;
  readonly #settings: StageSettings;

  constructor(stack: Stack, settings: StageSettings) {
    this.#stack = stack;
    this.#settings = settings;
  }

  environment(wanted: readonly GatewaySecretName[] = []): Record<string, string> {
    if (!this.#isNeeded(wanted)) return {};
    const names = wanted.map((name) => [gatewaySecretVariable[name], this.#parameterName(name)]);
    return { ...Object.fromEntries(names), STRIPE_MODE: this.#settings.kind === 'production' ? 'live' : 'test' };
  }

  access(wanted: readonly GatewaySecretName[] = []): PolicyStatement[] {
    if (!this.#isNeeded(wanted)) return [];
    const resources = wanted.map((name) =>
      this.#stack.formatArn({
        service: 'ssm',
        resource: 'parameter',
        resourceName: this.#parameterName(name).slice(1),
      }),
    );
    return [new PolicyStatement({ actions: ['ssm:GetParameters'], resources })];
  }

  #isNeeded(wanted: readonly GatewaySecretName[]): boolean {
    return this.#settings.gateway === 'stripe' && wanted.length > 0;
  }

  #parameterName(name: GatewaySecretName): string {
    return `/seatledger/${this.#settings.stage}/stripe/${name}`;
  }
}
