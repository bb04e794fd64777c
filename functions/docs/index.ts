import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import { pageArea } from '../../lib/pages/http.ts';
import { area } from '../../lib/runtime/area.ts';
import { getDocsAsset } from './get-docs-asset.ts';
import { getOpenApi } from './get-open-api.ts';
import { showDocs } from './show-docs.ts';

const forPrograms = area([getOpenApi]);
const forPeople = pageArea([showDocs, getDocsAsset]);

export const handler = (event: APIGatewayProxyEventV2, context: Context) =>
  event.routeKey === `${getOpenApi.route.method} ${getOpenApi.route.path}`
    ? forPrograms(event, context)
    : forPeople(event);
