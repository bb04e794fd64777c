/** A construct id from a name of the manifest: `night-planner` becomes `NightPlanner`. */
export function pascalCase(name: string): string {
  return name.replaceAll(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
