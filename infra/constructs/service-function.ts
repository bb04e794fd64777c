import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, type Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { FunctionSpec } from '../../functions/manifest.ts';

/** A second below what an HTTP API waits for, so that a slow request still ends in its own function's log. */
const defaultTimeoutSeconds = 29;
const defaultMemoryMegabytes = 512;

interface ServiceFunctionProps {
  readonly functionName: string;
  readonly spec: FunctionSpec;
  readonly code: Code;
  readonly environment: Readonly<Record<string, string>>;
  readonly access: readonly PolicyStatement[];
  readonly logRetentionDays: number;
  readonly isProduction: boolean;
}

/**
 * One function of the manifest with a role and a log group of its own. The role holds the access given and the right to
 * write that log group: the managed policy for it would allow every log group of the account.
 */
export class ServiceFunction extends Construct {
  readonly lambda: LambdaFunction;
  readonly timeoutSeconds: number;
  readonly #role: Role;

  constructor(scope: Construct, id: string, props: ServiceFunctionProps) {
    super(scope, id);
    this.timeoutSeconds = props.spec.timeoutSeconds ?? defaultTimeoutSeconds;
    const logGroup = new LogGroup(this, 'Logs', {
      retention: props.logRetentionDays as RetentionDays,
      removalPolicy: props.isProduction ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY,
    });
    this.#role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    this.allow(
      new PolicyStatement({
        actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        resources: [logGroup.logGroupArn],
      }),
      ...props.access,
    );
    this.lambda = new LambdaFunction(this, 'Function', {
      functionName: props.functionName,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: 'index.handler',
      code: props.code,
      role: this.#role,
      logGroup,
      timeout: Duration.seconds(this.timeoutSeconds),
      memorySize: props.spec.memoryMegabytes ?? defaultMemoryMegabytes,
      environment: { ...props.environment },
    });
  }

  allow(...statements: readonly PolicyStatement[]): void {
    for (const statement of statements) this.#role.addToPolicy(statement);
  }
}
