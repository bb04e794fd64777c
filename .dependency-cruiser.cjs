/** The walls of the design. Each one is proven to stand by test/walls.test.ts. */
const dynamodbClient = '^node_modules/@aws-sdk/[^/]*dynamodb';
const cdk = '^node_modules/(aws-cdk-lib|aws-cdk|constructs|cdk-nag)/';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'domain-is-pure',
      comment: 'Rules know no storage, clock, runtime or Node; only the calendar.',
      severity: 'error',
      from: { path: '^lib/domain/' },
      to: { pathNot: ['^lib/domain/', '^node_modules/temporal-polyfill/'] },
    },
    {
      name: 'store-alone-has-the-table',
      comment: 'Every access pattern has one place; the local deployment only creates and watches the table.',
      severity: 'error',
      from: { pathNot: ['^lib/store/', '^infra/local/', '^test/', '^node_modules/'] },
      to: { path: dynamodbClient },
    },
    {
      name: 'contracts-reach-no-table',
      comment: 'Schemas are read by tools and pages that have no table.',
      severity: 'error',
      from: { path: '^lib/contract/' },
      to: { path: '^lib/store/' },
    },
    {
      name: 'nobody-imports-tests',
      severity: 'error',
      from: { pathNot: '^test/' },
      to: { path: '^test/' },
    },
    {
      name: 'service-knows-no-infrastructure',
      comment: 'What runs in Lambda must not depend on what deploys it.',
      severity: 'error',
      from: { path: '^(lib|functions)/' },
      to: { path: '^infra/' },
    },
    {
      name: 'lib-knows-only-the-manifest',
      severity: 'error',
      from: { path: '^lib/' },
      to: { path: '^functions/', pathNot: '^functions/manifest[.]ts$' },
    },
    {
      name: 'cdk-stays-in-infra',
      severity: 'error',
      from: { pathNot: ['^infra/', '^test/', '^node_modules/'] },
      to: { path: cdk },
    },
    {
      name: 'local-deployment-needs-no-cdk',
      comment: 'Loading the CDK takes seconds, and a laptop does not need it.',
      severity: 'error',
      from: { path: '^infra/(local|tour)/' },
      to: { path: cdk },
    },
    {
      name: 'service-ships-only-what-it-declares',
      comment: 'A development dependency is not installed with the service; its types are not needed there either.',
      severity: 'error',
      from: { path: '^(lib|functions)/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-cycles',
      comment: 'Types may refer to each other; code may not.',
      severity: 'error',
      from: { path: '^(lib|functions|infra|test)/' },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'everything-is-there',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    parser: 'swc',
    // Scripts for browsers are files to serve, with addresses of the site in their imports.
    exclude: { path: '^functions/[^/]+/public/' },
    doNotFollow: { path: '^node_modules/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types'],
    },
  },
};
