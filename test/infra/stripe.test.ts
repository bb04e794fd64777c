import { describe, expect, it } from 'vitest';
import { type FunctionName, functions } from '../../functions/manifest.ts';
import { production, synthesise } from './synthesise.ts';

const development = synthesise({ gateway: 'stripe' });
const live = synthesise({ ...production, gateway: 'stripe' });
const stages = [
  { kind: 'development', name: 'dev', mode: 'test', ...development },
  { kind: 'production', name: 'prod', mode: 'live', ...live },
];

const secretsOf = (name: string) => functions[name as FunctionName].gatewaySecrets ?? [];

describe.each(stages)('a $kind stage with Stripe', ({ name: stage, mode, service, findings }) => {
  const lambdas = service.ofType('AWS::Lambda::Function').map(({ Properties: each }) => ({
    name: each.FunctionName.replace(`seatledger-${stage}-`, '') as string,
    role: each.Role['Fn::GetAtt'][0] as string,
    variables: each.Environment.Variables as Record<string, unknown>,
  }));

  it('tells the names of the secrets to the functions that need them, and to no other', () => {
    const told = lambdas.flatMap(({ name, variables }) => {
      const names = Object.entries(variables).filter(([variable]) => variable.startsWith('STRIPE_'));
      return names.length === 0 ? [] : [[name, Object.fromEntries(names)]];
    });
    expect(Object.fromEntries(told)).toEqual({
      pages: { STRIPE_SECRET_KEY_PARAMETER: `/seatledger/${stage}/stripe/secret-key`, STRIPE_MODE: mode },
      payments: { STRIPE_WEBHOOK_SECRET_PARAMETER: `/seatledger/${stage}/stripe/webhook-secret`, STRIPE_MODE: mode },
    });
  });

  it.each(lambdas)('lets $name read exactly the parameters it was told of, and no key', ({ name, role }) => {
    const statements = service
      .ofType('AWS::IAM::Policy')
      .filter((policy) => policy.Properties.Roles.some((each: { Ref: string }) => each.Ref === role))
      .flatMap((policy) => policy.Properties.PolicyDocument.Statement);
    const reading = statements.filter(({ Action }) => JSON.stringify(Action).includes('ssm:'));
    expect(reading.map(({ Action }) => Action)).toEqual(secretsOf(name).length === 0 ? [] : ['ssm:GetParameters']);
    for (const secret of secretsOf(name)) {
      expect(JSON.stringify(reading[0]?.Resource)).toContain(`:parameter/seatledger/${stage}/stripe/${secret}"`);
    }
    expect(JSON.stringify(statements)).not.toContain('*');
    expect(JSON.stringify(statements)).not.toContain('kms:');
  });

  it('has no sandbox, and no finding of cdk-nag', () => {
    expect(lambdas.map(({ name }) => name)).not.toContain('sandbox-gateway');
    expect(findings).toEqual([]);
  });
});
