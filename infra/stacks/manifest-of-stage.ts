import {
  type AreaName,
  eventRules,
  type FunctionName,
  type FunctionSpec,
  functions,
  type QueueName,
  type QueueSpec,
  queues,
  type Route,
  routes,
  schedules,
  streams,
  type WorkerName,
} from '../../functions/manifest.ts';
import type { StageSettings } from '../config.ts';

type Entries<Name extends string, Spec> = readonly (readonly [Name, Spec])[];

/** The part of the manifest that a stage with this gateway runs, as lists to build from. */
export function manifestOfStage(gateway: StageSettings['gateway']) {
  const isDeployed = (entry: { readonly only?: 'sandbox' }) => entry.only !== 'sandbox' || gateway === 'sandbox';
  const deployedRoutes = (routes as readonly Route[]).filter(isDeployed);
  const deployedFunctions = entriesOf<FunctionName, FunctionSpec>(functions).filter(([, spec]) => isDeployed(spec));
  const areas = [...new Set(deployedRoutes.map((route) => route.area))];
  return {
    functions: deployedFunctions,
    areas: areas.map((area) => [area, deployedRoutes.filter((route) => route.area === area)] as const),
    workers: deployedFunctions
      .map(([name]) => name)
      .filter((name): name is WorkerName => !areas.includes(name as AreaName)),
    queues: entriesOf<QueueName, QueueSpec>(queues).filter(([, spec]) => isDeployed(spec)),
    schedules: entriesOf<keyof typeof schedules, (typeof schedules)[keyof typeof schedules]>(schedules),
    streams: entriesOf<keyof typeof streams, (typeof streams)[keyof typeof streams]>(streams),
    eventRules: entriesOf<keyof typeof eventRules, (typeof eventRules)[keyof typeof eventRules]>(eventRules),
  };
}

function entriesOf<Name extends string, Spec>(record: Readonly<Record<Name, Spec>>): Entries<Name, Spec> {
  return Object.entries(record) as unknown as Entries<Name, Spec>;
}
