import { CfnOutput, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { AccessLogField, AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import { DomainName, HttpApi, type HttpMethod, HttpStage, LogGroupLogDestination } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { type AreaName, type Route, suffixOf } from '../../functions/manifest.ts';
import { pascalCase } from './pascal-case.ts';
import type { ServiceFunction } from './service-function.ts';

interface ServiceApiProps {
  readonly name: string;
  readonly requestsPerSecond: number;
  readonly logRetentionDays: number;
  readonly isProduction: boolean;
  readonly customDomain?: { readonly name: string; readonly certificateArn: string };
}

/** The one way in from outside: throttled, logged, and with no route that the manifest does not list. */
export class ServiceApi extends Construct {
  /** Where customers reach the API, without a slash at the end. */
  readonly baseUrl: string;
  readonly stage: HttpStage;
  readonly #api: HttpApi;

  constructor(scope: Construct, id: string, props: ServiceApiProps) {
    super(scope, id);
    const { customDomain } = props;
    this.#api = new HttpApi(this, 'Api', {
      apiName: props.name,
      createDefaultStage: false,
      // A second way in, past the custom domain, would be one that nobody watches.
      disableExecuteApiEndpoint: customDomain !== undefined,
    });
    this.stage = new HttpStage(this, 'Stage', {
      httpApi: this.#api,
      autoDeploy: true,
      throttle: { rateLimit: props.requestsPerSecond, burstLimit: 2 * props.requestsPerSecond },
      accessLogSettings: {
        destination: new LogGroupLogDestination(this.#accessLog(props)),
        format: accessLogFormat(),
      },
      ...(customDomain && { domainMapping: { domainName: this.#domain(customDomain) } }),
    });
    this.baseUrl = customDomain ? `https://${customDomain.name}` : endpointOf(this.#api);
  }

  /** One integration for each area: every route of it reaches the same function. */
  serve(area: AreaName, routes: readonly Route[], target: ServiceFunction): void {
    const integration = new HttpLambdaIntegration(`${pascalCase(area)}Integration`, target.lambda, {
      // One permission for each route would outgrow what a function's policy may hold.
      scopePermissionToRoute: false,
    });
    // A suffix of a parameter is told apart in the function: the gateway's parameters are whole segments.
    for (const { method, path } of routes.filter((route) => suffixOf(route.path) === '')) {
      for (const route of this.#api.addRoutes({ path, methods: [method as HttpMethod], integration })) {
        Validations.of(route).acknowledge({
          id: 'AwsSolutions-APIG4',
          reason:
            'Callers are checked in the function, against sessions and keys stored as hashes and the account in the path, which no gateway authorizer can see.',
        });
      }
    }
  }

  #accessLog(props: ServiceApiProps): LogGroup {
    return new LogGroup(this, 'AccessLog', {
      retention: props.logRetentionDays as RetentionDays,
      removalPolicy: props.isProduction ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY,
    });
  }

  #domain(customDomain: { readonly name: string; readonly certificateArn: string }): DomainName {
    const domain = new DomainName(this, 'Domain', {
      domainName: customDomain.name,
      certificate: Certificate.fromCertificateArn(this, 'Certificate', customDomain.certificateArn),
    });
    new CfnOutput(this, 'DomainRecord', { value: `${customDomain.name} CNAME ${domain.regionalDomainName}` });
    return domain;
  }
}

function endpointOf(api: HttpApi): string {
  const { region, urlSuffix } = Stack.of(api);
  return `https://${api.apiId}.execute-api.${region}.${urlSuffix}`;
}

/** The route, not the path: paths and queries carry identifiers and one-time links that do not belong in a log. */
function accessLogFormat(): AccessLogFormat {
  return AccessLogFormat.custom(
    JSON.stringify({
      time: AccessLogField.contextRequestTime(),
      requestId: AccessLogField.contextRequestId(),
      route: '$context.routeKey',
      status: AccessLogField.contextStatus(),
      responseBytes: AccessLogField.contextResponseLength(),
      latencyMilliseconds: AccessLogField.contextResponseLatency(),
      integrationError: '$context.integrationErrorMessage',
      ip: AccessLogField.contextIdentitySourceIp(),
      userAgent: AccessLogField.contextIdentityUserAgent(),
    }),
  );
}
