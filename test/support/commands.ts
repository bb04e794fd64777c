import { documentClient } from '../../lib/store/table.ts';

/** The commands that the table is sent while something is done. */
export async function commandsOf(work: () => Promise<unknown>): Promise<(string | undefined)[]> {
  const commands: (string | undefined)[] = [];
  documentClient().middlewareStack.add(
    (next, context) => (args) => {
      commands.push(context.commandName);
      return next(args);
    },
    { step: 'initialize', name: 'commands' },
  );
  await work();
  documentClient().middlewareStack.remove('commands');
  return commands;
}
