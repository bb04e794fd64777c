import { area } from '../../lib/runtime/area.ts';
import { assignLicence } from './assign.ts';
import { editLicence } from './edit.ts';
import { listLicences } from './list.ts';
import { setLicenceMinimum } from './set-minimum.ts';
import { unassignLicence } from './unassign.ts';

export const handler = area([listLicences, editLicence, setLicenceMinimum, assignLicence, unassignLicence]);
