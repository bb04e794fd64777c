import { area } from '../../lib/runtime/area.ts';
import { reportUsage } from './report.ts';
import { getUsage } from './show.ts';

export const handler = area([reportUsage, getUsage]);
